import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById } from '../users/index.ts'
import { expire, isUndecided } from './kyc-case.ts'
import { findLatestPoa, poaStore } from './poa-store.ts'
import { close } from './proof-of-address.ts'
import { caseStore, findLatestCase } from './store.ts'

/** Ends the undecided verification and proof of address of a user who was deleted; without effect for any other. */
export async function expireCase(work: Work, userId: string): Promise<void> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  if (user?.stage !== 'DELETED') return
  const latest = await findLatestCase(work.sql, work.partnerId, userId)
  if (latest !== undefined && isUndecided(latest)) await commit(work, caseStore, expire(latest, work.now))
  const poa = await findLatestPoa(work.sql, work.partnerId, userId)
  if (poa?.state === 'WAITING') await commit(work, poaStore, close(poa, work.now))
}
