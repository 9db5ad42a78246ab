import type { Work } from '../../kit/work/work.ts'
import type { User } from '../users/index.ts'
import { findSuspenseOf } from './deposit-store.ts'
import { isUnderWay } from './payout-store.ts'

/** Whether a user cannot be deleted yet: a payment of it is on its way, or money waits for it in suspense. */
export const isSomethingAlive = async (work: Work, user: User): Promise<boolean> =>
  (await isUnderWay(work.sql, user.partnerId, user.id)) ||
  (await findSuspenseOf(work.sql, user.partnerId, user.id)).length > 0
