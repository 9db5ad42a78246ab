import type { getSepaTransfer } from '@florin/contract/endpoints/sepa.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById, userView } from '../users/index.ts'
import { openOrder } from './open-order.ts'
import { payoutFields, shownCheck } from './payout.ts'
import { findPayout } from './payout-store.ts'

/** A payment as its partner sees it. P428. */
export async function showPayout(work: Work, transferId: string): Promise<Answer<typeof getSepaTransfer>> {
  const payout = await findPayout(work.sql, work.partnerId, transferId)
  if (payout === undefined) throw new Problem('P428')
  const order = await openOrder(work, payout)
  const user = payout.externalUserId === null ? undefined : await findUserById(work.sql, work.partnerId, payout.ownerId)
  return {
    ...payoutFields(payout, order),
    companyName: order.companyName,
    payeeCheck: shownCheck(payout),
    error: payout.error,
    user: user === undefined ? null : userView(user),
  }
}
