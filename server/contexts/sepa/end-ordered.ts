import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { lapseOffers } from './confirm-offers.ts'
import { failReturn } from './deposit-return.ts'
import { depositStore, lockReturnedBy, lockReturning } from './deposit-store.ts'
import { openOrder } from './open-order.ts'
import { confirmPayout, failPayout, type PaymentError, type Payout } from './payout.ts'
import { lockOrdered, lockPayouts, payoutStore } from './payout-store.ts'

const refused: PaymentError = { status: 'REFUSED', description: 'The bank did not take the order.' }

/** A message was refused as a whole: nothing that it ordered will happen. What has ended stays as it is. */
export async function endOrdered(work: Work, outgoingId: string, error: PaymentError = refused): Promise<void> {
  for (const payout of await lockOrdered(work.sql, outgoingId)) await fail(work, payout, error)
  for (const deposit of await lockReturnedBy(work.sql, outgoingId)) {
    await commit({ ...work, partnerId: deposit.partnerId }, depositStore, failReturn(deposit, work.now))
  }
  await lapseOffers(work, outgoingId)
}

/** One order was refused, by the name that the bank knows it by. One that has ended, or is none of ours, stays as it is. */
export async function endOrder(work: Work, id: string, error: PaymentError): Promise<void> {
  for (const payout of await lockPayouts(work.sql, [id])) await fail(work, payout, error)
  for (const deposit of await lockReturning(work.sql, [id])) {
    if (deposit.state !== 'RETURNING') continue
    await commit({ ...work, partnerId: deposit.partnerId }, depositStore, failReturn(deposit, work.now))
  }
}

async function fail(work: Work, payout: Payout, error: PaymentError): Promise<void> {
  const decision = failPayout(payout, await openOrder(work, payout), error, work.now)
  if (decision !== undefined) await commit({ ...work, partnerId: payout.partnerId }, payoutStore, decision)
}

/** The receiver's bank has taken an instant payment. Any other waits for its booking. */
export async function confirmOrder(work: Work, id: string): Promise<void> {
  for (const payout of await lockPayouts(work.sql, [id])) {
    const decision = confirmPayout(payout, await openOrder(work, payout), work.now)
    if (decision !== undefined) await commit({ ...work, partnerId: payout.partnerId }, payoutStore, decision)
  }
}
