import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById } from '../users/index.ts'
import { creditFromSuspense } from './deposit.ts'
import { depositStore, findSuspenseOf } from './deposit-store.ts'
import { ownersOf } from './find-owners.ts'
import { openSlip } from './open-slip.ts'

/** Credits what came in for a user before it was verified, now that it is. Safe to repeat. */
export async function releaseSuspense(work: Work, userId: string): Promise<void> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  if (user === undefined || user.stage === 'DELETED' || user.fiatStatus !== 'ACTIVE') return
  const owner = (await ownersOf(work.sql, [user])).get(userId)
  if (owner === undefined) return
  for (const deposit of await findSuspenseOf(work.sql, work.partnerId, userId)) {
    if (deposit.suspenseReason !== 'user-not-verified') continue
    const slip = await openSlip(work, deposit)
    await commit(work, depositStore, creditFromSuspense(deposit, owner, slip, work.now))
  }
}
