import { explainReason } from '../../iso20022/index.ts'
import { commit } from '../../kit/work/commit.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUsersByIds } from '../users/index.ts'
import { arrivalOf, itemOf } from './book-payments.ts'
import { type SuspensePatience, suspendArrival } from './deposit.ts'
import { ownersOf } from './find-owners.ts'
import type { Message } from './message.ts'
import { openOrder } from './open-order.ts'
import type { Payment } from './payment.ts'
import { type Payout, returnPayout } from './payout.ts'
import { lockPayouts, payoutStore } from './payout-store.ts'
import { acceptRecall } from './recall.ts'
import { lockRecallOf, recallStore } from './recall-store.ts'

/**
 * Books payments of ours that came back: the money is its owner's again. Returned is what only says that it comes back,
 * to be booked as what it is: money that arrived. A return that is told again changes nothing.
 */
export async function bookReturns(
  work: Work,
  message: Message,
  payments: readonly Payment[],
  patience: SuspensePatience,
): Promise<readonly Payment[]> {
  const ids = payments.flatMap(({ returnOf }) => returnOf?.payoutId ?? [])
  const payouts = new Map((await lockPayouts(work.sql, ids)).map(payout => [payout.id, payout]))
  const left: Payment[] = []
  for (const payment of payments) {
    const payout = payment.returnOf && payouts.get(payment.returnOf.payoutId)
    if (payout?.returnIdentity?.equals(payment.identity)) continue
    const next = payout && (await bookReturn(work, message, payment, payout, patience))
    if (next === undefined) left.push(payment)
    else payouts.set(next.id, next)
  }
  return left
}

/** Undefined: it is none of this payment. */
async function bookReturn(
  work: Work,
  message: Message,
  payment: Payment,
  payout: Payout,
  patience: SuspensePatience,
): Promise<Payout | undefined> {
  if (payment.units > payout.money.units) return undefined
  const code = payment.returnOf?.reasonCode
  const error = { status: code ?? 'MS03', description: explainReason(code, 'return') }
  const money = { asset: 'eur', units: payment.units }
  const back = { returnId: work.newId(), returnIdentity: payment.identity, money, error }
  const decision = returnPayout(payout, await openOrder(work, payout), back, work.now)
  if (decision === undefined) return undefined
  const origin = { ...work, partnerId: payout.partnerId }
  const verdict = (await commitItems(work, [{ origin, now: work.now, effects: [decision] }])).get(0)
  // The owner was deleted meanwhile: the money waits where somebody sees it.
  if (verdict === 'account-closed') await suspend(work, message, payment, payout, patience)
  else if (verdict !== undefined) throw new Error(`a returned payment was refused: ${verdict}`)
  await payoutStore.save(work, decision.next)
  // Asked for or not: it has come back.
  const recall = await lockRecallOf(work.sql, payout.id)
  if (recall !== undefined) await commit({ ...work, ...origin }, recallStore, acceptRecall(recall, null, work.now))
  return decision.next
}

async function suspend(
  work: Work,
  message: Message,
  payment: Payment,
  { partnerId, ownerId }: Payout,
  patience: SuspensePatience,
): Promise<void> {
  const owners = await ownersOf(work.sql, await findUsersByIds(work.sql, [{ partnerId, id: ownerId }]))
  const owner = owners.get(ownerId)
  const match = owner && { owner, by: 'reference' as const, withReference: false }
  const { deposit } = await arrivalOf(work, message, payment, match)
  await commitItems(work, [itemOf(work, suspendArrival(deposit, 'user-closed', patience))])
}
