import { writePain001 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { Item } from '../../kit/work/batch.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Institution } from './deposit-info.ts'
import { openOrder } from './open-order.ts'
import { paymentOrderOf } from './payment-order.ts'
import { submitPayout } from './payout.ts'
import { lockHeld, payoutStore } from './payout-store.ts'
import { storeOutgoing } from './store-outgoing.ts'
import { submitJob } from './submission.ts'

/** In one message. */
const batchMax = 500

/** Looks for what the jobs of the windows have missed. */
const sweepEveryMs = 60_000

export function submitJobs(kernel: Kernel, institution: Institution): JobHandler[] {
  const origin = { actor: `job:${submitJob}`, partnerId: NIL_ID }
  const run = async (): Promise<void> => {
    let isMore = true
    while (isMore) isMore = await transact(kernel, origin, work => submitPayouts(work, institution))
  }
  return [
    { kind: submitJob, run },
    { kind: 'sepa.sweep-payouts', periodic: { everyMs: sweepEveryMs }, run },
  ]
}

/**
 * Orders what is held in one message, stored in the same commit that takes the money from its owners: a crash before it
 * orders nothing, one after it sends the same message again. Returns whether there may be more.
 */
export async function submitPayouts(work: Work, institution: Institution): Promise<boolean> {
  const held = await lockHeld(work.sql, batchMax)
  if (held.length === 0) return false
  const outgoingId = work.newId()
  const payouts = await Promise.all(held.map(async payout => ({ payout, order: await openOrder(work, payout) })))
  const bytes = writePain001(paymentOrderOf(outgoingId, payouts, institution, work.now))
  const send = await storeOutgoing(work, { id: outgoingId, kind: 'pain.001.001.09', bytes })
  const items: Item[] = [{ origin: work, now: work.now, effects: [send] }]
  for (const { payout, order } of payouts) {
    const decision = submitPayout(payout, order, outgoingId, work.now)
    await payoutStore.save(work, decision.next)
    const origin = { ...work, partnerId: payout.partnerId, cause: outgoingId }
    items.push({ origin, now: work.now, effects: [decision] })
  }
  const [verdict] = (await commitItems(work, items)).values()
  if (verdict !== undefined) throw new Error(`a held payout could not be submitted: ${verdict}`)
  return held.length === batchMax
}
