import { commit } from '../../kit/work/commit.ts'
import { saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById } from '../users/index.ts'
import { contactStore } from './contact-store.ts'
import {
  creditFromSuspense,
  type Deposit,
  keepInSuspense,
  type Owner,
  type SuspensePatience,
  takesMoney,
} from './deposit.ts'
import { depositStore, findSuspenseOf } from './deposit-store.ts'
import { ownersOf, partnersOf } from './find-owners.ts'
import { openSlip } from './open-slip.ts'
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
    if (suspense === deposit.suspenseReason) continue
    // It goes back no second time by itself.
    if (suspense !== undefined && deposit.suspenseReason === 'return-failed') continue
    const decision =
      suspense === undefined
        ? creditFromSuspense(deposit, owner, slip, work.now)
        : keepInSuspense(deposit, suspense, patience, work.now)
    await commit(work, depositStore, { ...decision, also: met === undefined ? [] : [saved(contactStore, met)] })
  }
}

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
