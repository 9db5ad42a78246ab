import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Refused } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Bank } from './bank.ts'
import { endOrdered } from './end-ordered.ts'
import { markRefused, markSent, railId, sendJob } from './outgoing.ts'
import { findOutgoing, outgoingStore } from './outgoing-store.ts'

/** Sends what was stored until the bank has it. It never gives up: money is in transit for it. */
export const sendMessageJob = (kernel: Kernel, bank: Bank): JobHandler => ({
  kind: sendJob,
  attemptsMax: Number.POSITIVE_INFINITY,
  run: job => sendMessage(kernel, bank, (job.payload as { outgoingId: string }).outgoingId),
})

/** An answer that is lost leaves the message unsent: it goes out again under the same name, which the bank takes once. */
export async function sendMessage(kernel: Kernel, bank: Bank, outgoingId: string): Promise<void> {
  const outgoing = await findOutgoing(kernel.pool, outgoingId)
  if (outgoing?.state !== 'STORED') return
  const bytes = await kernel.vault.open(NIL_ID, outgoing.dataKeyId, outgoing.sealed)
  const origin = { actor: `job:${sendJob}`, partnerId: NIL_ID }
  try {
    await bank.sendMessage(railId(outgoing.id), bytes)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    kernel.log.error({ err: error, message: outgoing.id, kind: outgoing.kind }, 'The bank refuses a message of ours')
    await transact(kernel, origin, async work => {
      await commit(work, outgoingStore, markRefused(outgoing, error.message, work.now))
      await endOrdered(work, outgoing.id)
    })
    return
  }
  await transact(kernel, origin, work => commit(work, outgoingStore, markSent(outgoing, work.now)))
}
