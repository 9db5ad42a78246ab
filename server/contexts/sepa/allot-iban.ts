import { ibanCountries } from '@florin/contract/countries.ts'
import type { Work } from '../../kit/work/work.ts'
import { activateFiat, findUserById, makeReference } from '../users/index.ts'
import { type IbanRange, ibanOf } from './iban.ts'
import { drawAccountNumber, findVirtualIban, insertVirtualIban, type VirtualIban } from './iban-store.ts'

/**
 * Gives an approved user its virtual IBAN and activates its fiat balance; in a country without IBANs, or where SEPA is
 * off (no range), it is activated without one. Safe to repeat: a user keeps the IBAN that it has, and is activated and
 * told once.
 */
export async function allotIban(work: Work, userId: string, range: IbanRange | undefined): Promise<void> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  if (user === undefined || user.stage === 'DELETED' || user.kycStatus !== 'APPROVED') return
  const hasIban = range !== undefined && user.country !== null && ibanCountries.has(user.country)
  const iban = hasIban ? (await settle(work, userId, range, null)).iban : null
  await activateFiat(work, userId, iban)
}

/** The partner's own virtual IBAN and reference, allotted when they are first asked for. */
export async function allotPartnerIban(work: Work, range: IbanRange): Promise<VirtualIban> {
  const known = await findVirtualIban(work.sql, work.partnerId, work.partnerId)
  return known ?? settle(work, work.partnerId, range, makeReference())
}

async function settle(work: Work, ownerId: string, range: IbanRange, reference: string | null): Promise<VirtualIban> {
  const { sql, partnerId, now } = work
  const known = await findVirtualIban(sql, partnerId, ownerId)
  if (known !== undefined) return known
  const number = await drawAccountNumber(sql)
  await insertVirtualIban(sql, { partnerId, ownerId, number, iban: ibanOf(range, number), reference }, now)
  const allotted = await findVirtualIban(sql, partnerId, ownerId)
  if (allotted === undefined) throw new Error(`no virtual IBAN for ${ownerId}`)
  return allotted
}
