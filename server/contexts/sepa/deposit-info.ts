import type { getSepaDepositInfo } from '@florin/contract/endpoints/partner.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { isVerified, mustFindUser, readPersonalData } from '../users/index.ts'
import { allotPartnerIban } from './allot-iban.ts'
import type { IbanRange } from './iban.ts'

/** Our account at the bank, as payers see it. */
export interface Institution extends IbanRange {
  /** The pooled account: all virtual IBANs lead to it, and deposits by reference go to it. */
  readonly accountIban: string
  readonly bic: string
  readonly holder: string
  readonly address: string
}

type DepositInfo = Answer<typeof getSepaDepositInfo>

/** P412; P459: not verified yet; P487: the balance is not active. */
export async function userDepositInfo(
  work: Work,
  externalUserId: string,
  institution: Institution,
): Promise<DepositInfo> {
  const user = await mustFindUser(work, externalUserId)
  if (!isVerified(user)) throw new Problem('P459')
  if (user.fiatStatus !== 'ACTIVE' || user.reference === null) throw new Problem('P487')
  const { bic: swift, address } = institution
  if (user.iban === null) {
    return { title: user.reference, iban: institution.accountIban, swift, accountHolder: institution.holder, address }
  }
  // Banks compare the name that a payer gives with the holder's of exactly this IBAN.
  const person = await readPersonalData(work, user)
  const accountHolder = [person?.firstName, person?.lastName].filter(part => part !== undefined).join(' ')
  return {
    title: user.reference,
    iban: user.iban,
    swift,
    accountHolder: accountHolder === '' ? institution.holder : accountHolder,
    address,
  }
}

/** The partner's own. The reference is what matters: its virtual IBAN works without one. */
export async function partnerDepositInfo(work: Work, institution: Institution): Promise<DepositInfo> {
  const { iban, reference } = await allotPartnerIban(work, institution)
  const { bic: swift, holder: accountHolder, address } = institution
  return { title: reference ?? '', iban, swift, accountHolder, address }
}
