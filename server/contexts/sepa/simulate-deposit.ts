import type { simulateSepaDeposit } from '@florin/contract/endpoints/simulate.ts'
import type { Body } from '@florin/contract/kernel/endpoint.ts'
import { amountOf } from '../../kit/amount.ts'
import type { Money } from '../../kit/money.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUser } from '../users/index.ts'
import { allotPartnerIban } from './allot-iban.ts'
import { mostUnits } from './create-payout.ts'
import type { Institution } from './deposit-info.ts'
import { invalidIban, isInRange, parseIban } from './iban.ts'

/** A transfer as the payer's bank sends it to the simulated bank. */
export interface IncomingCredit {
  readonly money: Money
  readonly senderName: string
  readonly senderIban: string
  readonly creditorIban: string
  readonly remittance: string
  /** By SCT Inst: our word is asked for first. */
  readonly isInstant: boolean
}

/** Lets the simulated bank receive it, in the open transaction; the name of the message that will tell of it. */
export type ReceiveCredit = (work: Work, credit: IncomingCredit) => Promise<string>

/** What XML cannot carry cannot come from a bank. */
const unsendable = /[\uFFFE\uFFFF]|\p{Cs}/u

/**
 * Somebody pays EUR: to the IBAN and with the reference that are given, otherwise to those of the user, otherwise to those
 * of the partner. A reference alone goes to the pooled account. P412; P480: an IBAN is not valid, or not one of ours.
 */
export async function simulateDeposit(
  work: Work,
  body: Body<typeof simulateSepaDeposit>,
  { institution, receiveCredit }: { readonly institution: Institution; readonly receiveCredit: ReceiveCredit },
): Promise<string> {
  const money = amountOf('amount', body.amount, 'eur')
  if (money.units > mostUnits) throw invalidField('amount', 'must not be greater than 999999999.99')
  for (const field of ['senderName', 'reference'] as const) {
    if (unsendable.test(body[field] ?? ''))
      throw invalidField(field, 'must not contain characters that XML cannot carry')
  }
  const own = await ownOf(work, body, institution)
  return receiveCredit(work, {
    money,
    senderName: body.senderName,
    senderIban: parseIban('senderIban', body.senderIban),
    creditorIban: body.iban === undefined ? own.iban : ourIban(body.iban, institution),
    remittance: body.reference ?? own.reference,
    isInstant: body.instant ?? false,
  })
}

async function ownOf(
  work: Work,
  { externalUserId, iban, reference }: Body<typeof simulateSepaDeposit>,
  institution: Institution,
): Promise<{ iban: string; reference: string }> {
  if (externalUserId !== undefined) {
    const user = await mustFindUser(work, externalUserId)
    return { iban: user.iban ?? institution.accountIban, reference: user.reference ?? '' }
  }
  if (iban !== undefined || reference !== undefined) return { iban: institution.accountIban, reference: '' }
  const partner = await allotPartnerIban(work, institution)
  return { iban: partner.iban, reference: partner.reference ?? '' }
}

/** Another bank's account cannot be credited by ours; one that is not allotted can, and nobody knows whose it is. */
function ourIban(text: string, institution: Institution): string {
  const iban = parseIban('iban', text)
  if (iban !== institution.accountIban && !isInRange(institution, iban)) {
    throw invalidIban('iban', 'is of another bank')
  }
  return iban
}
