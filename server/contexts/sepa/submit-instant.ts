import { writePacs008 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Institution } from './deposit-info.ts'
import { instantOrderOf } from './instant-order.ts'
import { askJob } from './instant-question.ts'
import { openOrder } from './open-order.ts'
import { submitPayout } from './payout.ts'
import { lockPayouts, payoutStore } from './payout-store.ts'
import { storeOutgoing } from './store-outgoing.ts'
import { submitInstantKind } from './submission.ts'

/** Orders an instant payment as soon as it is held. */
export const submitInstantJob = (kernel: Kernel, institution: Institution): JobHandler => ({
  kind: submitInstantKind,
  attemptsMax: Number.POSITIVE_INFINITY,
  async run(job) {
    const { payoutId } = job.payload as { payoutId: string }
    await transact(kernel, { actor: `job:${job.kind}`, partnerId: NIL_ID }, work =>
      submitInstant(work, payoutId, institution),
    )
  },
})

/** Orders one payment by SCT Inst: its message is stored in the commit that takes the money from its owner. */
export async function submitInstant(work: Work, payoutId: string, institution: Institution): Promise<void> {
  const [payout] = await lockPayouts(work.sql, [payoutId])
  if (payout?.state !== 'HELD') return
  const outgoingId = work.newId()
  const order = await openOrder(work, payout)
  const bytes = writePacs008(instantOrderOf(outgoingId, payout, order, institution, work.now))
  await storeOutgoing(work, { id: outgoingId, kind: 'pacs.008.001.08', bytes })
  const decision = submitPayout(payout, order, outgoingId, work.now)
  const then = [askJob(outgoingId, payout.id, work.now)]
  await commit({ ...work, partnerId: payout.partnerId }, payoutStore, { ...decision, then })
}
