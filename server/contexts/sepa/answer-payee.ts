import { NIL_ID } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { reading } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUsersByIds, readPersonalData } from '../users/index.ts'
import { takesMoney } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { ownersOf, partnersOf } from './find-owners.ts'
import { findByIbans } from './iban-store.ts'
import { compareCompanyNames, comparePersonNames, type NameVerdict } from './name-match.ts'
import { noAnswer, type PayeeAnswer, type PayeeMatch, type PayeeQuestion } from './payee-check.ts'

const matchOf: Readonly<Record<NameVerdict, PayeeMatch>> = {
  match: 'MTCH',
  'close-match': 'CMTC',
  'no-match': 'NMTC',
}

/** What other banks are told of our accounts: whether the name is the holder's. Of none of ours, and of closed ones, nothing. */
export const answerPayees =
  (kernel: Kernel, institution: Institution) =>
  async (question: PayeeQuestion): Promise<PayeeAnswer> =>
    answerPayee(await reading(kernel, origin), question, institution)

const origin = { actor: 'system:payee-check', partnerId: NIL_ID }

export async function answerPayee(
  work: Work,
  { name, iban }: PayeeQuestion,
  institution: Institution,
): Promise<PayeeAnswer> {
  if (iban === institution.accountIban) return answer(compareCompanyNames(name, institution.holder), institution.holder)
  const [allotted] = await findByIbans(work.sql, [iban])
  if (allotted === undefined) return noAnswer
  const { partnerId, ownerId } = allotted
  if (ownerId === partnerId) {
    const holder = (await partnersOf(work.sql, [{ partnerId }])).get(ownerId)?.holder
    return holder?.kind === 'partner' ? answer(compareCompanyNames(name, holder.name), holder.name) : noAnswer
  }
  const users = await findUsersByIds(work.sql, [{ partnerId, id: ownerId }])
  const owner = (await ownersOf(work.sql, users)).get(ownerId)
  if (owner === undefined || owner.isGone || !takesMoney(owner) || owner.holder.kind !== 'user') return noAnswer
  const person = await readPersonalData({ ...work, partnerId }, owner.holder.user)
  if (person === undefined) return noAnswer
  const { firstName = '', lastName = '' } = person
  return answer(comparePersonNames(name, { firstName, lastName }), `${firstName} ${lastName}`)
}

const answer = (verdict: NameVerdict, holder: string): PayeeAnswer => ({
  match: matchOf[verdict],
  matchedName: verdict === 'close-match' ? holder : null,
})
