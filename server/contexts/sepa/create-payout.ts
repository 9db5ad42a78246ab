import { parseCurrency } from '@florin/contract/assets.ts'
import { EPC_MAX_LENGTH } from '../../iso20022/index.ts'
import { amountOf } from '../../kit/amount.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { loadFeeBook, quoteFee } from '../pricing/index.ts'
import { mustBeFree, mustFindUser, readPersonalData } from '../users/index.ts'
import { findContacts } from './contact-store.ts'
import { type Owner, ownerBearsLimits } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { ownersOf, partnersOf } from './find-owners.ts'
import { invalidIban, isInRange, parseIban } from './iban.ts'
import { takesInstant } from './instant-bank-store.ts'
import { openAccount } from './list-contacts.ts'
import { holdPayout, type Payout, type PayoutOrder } from './payout.ts'
import { payoutStore } from './payout-store.ts'
import { nearestName, type Receiver, type ReceiverFields, readReceiver, refuseReceiver, sendable } from './receiver.ts'
import { contactIndex } from './sender-book.ts'
import { submission } from './submission.ts'

export interface CreatePayout extends ReceiverFields {
  /** Absent: the partner itself pays. */
  readonly sourceExternalUserId?: string | undefined
  readonly currency: string
  /** Plain decimal text. */
  readonly amount: string
  readonly destinationIban: string
  readonly transferTitle: string
}

export interface PayoutDeps {
  readonly institution: Institution
  readonly loopOf: (partnerId: string) => Promise<'closed' | 'open'>
}

/** The most that a SEPA transfer can be (EPC rulebooks). */
export const mostUnits = 99_999_999_999n

export const verifyPayeeKind = 'sepa.verify-payee'

/**
 * Orders a payment; the amount and the fee are held at once. P410; P412, P455, P459; P403 (amount, title, receiver); P480
 * (with the kind of error); P488: in a closed loop, the IBAN is no approved contact; P433; P483.
 */
export async function createPayout(work: Work, command: CreatePayout, deps: PayoutDeps): Promise<Payout> {
  if (parseCurrency(command.currency) !== 'eur') throw new Problem('P410')
  const money = amountOf('amount', command.amount, 'eur')
  if (money.units > mostUnits) throw invalidField('amount', 'must not be greater than 999999999.99')
  const owner = await findOwner(work, command.sourceExternalUserId)
  if (owner.holder.kind === 'user') mustBeFree(owner.holder.user)
  const destinationIban = parseIban('destinationIban', command.destinationIban)
  if (destinationIban === deps.institution.accountIban || isInRange(deps.institution, destinationIban)) {
    throw invalidIban('destinationIban', 'is one of ours: use a transfer')
  }
  const loop = await deps.loopOf(work.partnerId)
  const payeeCheck = loop === 'open' ? 'WAITING' : 'NOT_ASKED'
  const receiver = loop === 'open' ? readReceiver(command) : await contactOf(work, owner, command, destinationIban)
  const transferTitle = sendable('transferTitle', command.transferTitle, EPC_MAX_LENGTH.remittance)
  const debtorName = await debtorNameOf(work, owner)
  const order: PayoutOrder = { destinationIban, ...receiver, transferTitle, debtorName }
  const book = await loadFeeBook(work.sql, work.partnerId, work.now)
  const quote = quoteFee(book, { kind: 'sepa_transfer', currency: 'eur', network: null }, money, work.now)
  const { partnerId, ownerId, externalUserId, accountId, dataKeyId } = owner
  const sealed = await work.vault.sealBytes(partnerId, dataKeyId, JSON.stringify(order))
  const scheme = (await takesInstant(work.sql, destinationIban)) ? 'INST' : 'SCT'
  const given = {
    partnerId,
    ownerId,
    externalUserId,
    accountId,
    scheme,
    payeeCheck,
    usesLimit: ownerBearsLimits(owner),
    dataKeyId,
    sealed,
    money,
    ...quote,
  } as const
  const decision = holdPayout({ ...given, id: work.newId(), holdId: work.newId() }, order, work.now)
  const { next } = decision
  const verification = { kind: verifyPayeeKind, key: next.id, payload: { payoutId: next.id } }
  const then = [next.payeeCheck === 'WAITING' ? verification : submission(next, work.now)]
  return commit(work, payoutStore, { ...decision, then })
}

async function findOwner(work: Work, externalUserId: string | undefined): Promise<Owner> {
  const owners =
    externalUserId === undefined
      ? await partnersOf(work.sql, [work])
      : await ownersOf(work.sql, [await mustFindUser(work, externalUserId)])
  const [owner] = owners.values()
  if (owner === undefined) throw new Problem('P412')
  return owner
}

/** In a closed loop: an approved contact, which is the owner itself. */
async function contactOf(work: Work, owner: Owner, command: CreatePayout, iban: string): Promise<Receiver> {
  refuseReceiver(command)
  const { partnerId, ownerId } = owner
  const [contact] = await findContacts(work.sql, [{ partnerId, ownerId, ibanIndex: contactIndex(work, owner, iban) }])
  if (contact?.status !== 'APPROVED') {
    throw new Problem(
      'P488',
      'This recipient is not allowed: destinationIban must be an approved contact, an account that has paid in with the reference.',
    )
  }
  const { holderName } = await openAccount(work, contact)
  const person = owner.holder.kind === 'user' ? await readPersonalData(work, owner.holder.user) : undefined
  return {
    receiverName: nearestName(holderName),
    receiverFirstName: person?.firstName ?? null,
    receiverLastName: person?.lastName ?? null,
    companyName: owner.holder.kind === 'partner' ? owner.holder.name : null,
  }
}

async function debtorNameOf(work: Work, { holder }: Owner): Promise<string> {
  if (holder.kind === 'partner') return nearestName(holder.name)
  const person = await readPersonalData(work, holder.user)
  return nearestName(`${person?.firstName ?? ''} ${person?.lastName ?? ''}`)
}
