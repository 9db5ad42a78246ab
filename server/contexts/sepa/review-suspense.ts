import type { ExceededLimit } from '@florin/contract/shapes/limit.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import { type Decision, type JobRequest, saved } from '../../kit/work/decision.ts'
import { exceededLimitOf, refusalOf } from '../../kit/work/verdict.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById } from '../users/index.ts'
import type { Contact } from './contact.ts'
import { contactStore } from './contact-store.ts'
import {
  creditFromSuspense,
  type Deposit,
  keepInSuspense,
  type Owner,
  reviewJob,
  type SuspensePatience,
  takesMoney,
} from './deposit.ts'
import { depositStore, findSuspenseOf } from './deposit-store.ts'
import { ownersOf, partnersOf } from './find-owners.ts'
import { openSlip } from './open-slip.ts'
import type { Slip } from './payment.ts'
import { SenderBook } from './sender-book.ts'

/**
 * Looks again at what rests in suspense for an owner, since something has changed: it was verified, or one of its contacts
 * was decided. It also runs after every booking into suspense, so that a change at the same moment is never missed.
 * Safe to repeat.
 */
export async function reviewSuspense(work: Work, ownerId: string, patience: SuspensePatience): Promise<void> {
  const owner = await findOwner(work, ownerId)
  if (owner === undefined || !takesMoney(owner)) return
  const deposits = await findSuspenseOf(work.sql, work.partnerId, ownerId)
  const all = await Promise.all(deposits.map(async deposit => ({ deposit, slip: await openSlip(work, deposit) })))
  const senders = await SenderBook.open(
    work,
    all.map(({ deposit, slip }) => ({ match: matchOf(deposit, owner), slip })),
  )
  for (const { deposit, slip } of all) {
    const { suspense, met } = await senders.judge(matchOf(deposit, owner), slip)
    if (suspense === undefined) {
      await credit(work, { deposit, owner, slip, met }, patience)
      continue
    }
    if (suspense === deposit.suspenseReason) continue
    // It goes back no second time by itself.
    if (deposit.suspenseReason === 'return-failed') continue
    const decision = keepInSuspense(deposit, suspense, patience, work.now)
    await commit(work, depositStore, { ...decision, also: met === undefined ? [] : [saved(contactStore, met)] })
  }
}

interface Credit {
  readonly deposit: Deposit
  readonly owner: Owner
  readonly slip: Slip
  readonly met: Decision<Contact> | undefined
}

/** Credits it, unless that is more than its owner's limits allow: then it waits, and is looked at again when they are free. */
async function credit(work: Work, { deposit, owner, slip, met }: Credit, patience: SuspensePatience): Promise<void> {
  const decision = creditFromSuspense(deposit, owner, slip, work.now)
  const effects = met === undefined ? [decision] : [decision, met]
  const [verdict] = (await commitItems(work, [{ origin: work, now: work.now, effects }])).values()
  if (verdict === undefined) {
    await depositStore.save(work, decision.next)
    if (met !== undefined) await contactStore.save(work, met.next)
    return
  }
  const limit = exceededLimitOf(verdict)
  if (limit === undefined) throw refusalOf(verdict)
  if (deposit.suspenseReason === 'limit-exceeded') return commitEffects(work, [{ then: nextReview(deposit, limit) }])
  if (deposit.suspenseReason === 'return-failed') return
  await commit(work, depositStore, keepInSuspense(deposit, 'limit-exceeded', patience, work.now))
}

/** When the day or month ends; a single transaction that is too large waits for higher limits alone. */
const nextReview = ({ id, ownerId }: Deposit, { resetsAt }: ExceededLimit): JobRequest[] =>
  resetsAt === null
    ? []
    : [{ kind: reviewJob, key: `${id}/${resetsAt}`, payload: { subject: ownerId }, dueAt: new Date(resetsAt) }]

/** To be committed with what makes an owner's limits higher. */
export const reviewRequest = (user: { readonly id: string; readonly version: number }): JobRequest => ({
  kind: reviewJob,
  key: `${user.id}/${user.version}`,
  payload: { subject: user.id },
})

const matchOf = ({ matchedBy, withReference }: Deposit, owner: Owner) => ({
  owner,
  by: matchedBy ?? 'reference',
  withReference,
})

async function findOwner(work: Work, ownerId: string): Promise<Owner | undefined> {
  if (ownerId === work.partnerId) return (await partnersOf(work.sql, [work])).get(ownerId)
  const user = await findUserById(work.sql, work.partnerId, ownerId)
  return user && (await ownersOf(work.sql, [user])).get(ownerId)
}
