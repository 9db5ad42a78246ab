import { writePacs004 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type Deposit, returnDueAt, returnJob, type SuspensePatience } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { returnArrival } from './deposit-return.ts'
import { depositStore, lockDeposit } from './deposit-store.ts'
import { openSlip } from './open-slip.ts'
import { returnOrderOf } from './return-order.ts'
import { storeOutgoing } from './store-outgoing.ts'

/** Gives back what has waited long enough, or cannot be anybody's. */
export const returnDepositJob = (
  kernel: Kernel,
  deps: { readonly institution: Institution; readonly patience: SuspensePatience },
): JobHandler => ({
  kind: returnJob,
  async run(job) {
    const { depositId } = job.payload as { depositId: string }
    await transact(kernel, { actor: `job:${job.kind}`, partnerId: NIL_ID }, async work => {
      const deposit = await lockDeposit(work.sql, depositId)
      if (deposit !== undefined && isDue(deposit, deps.patience, work.now))
        await giveBack(work, deposit, deps.institution)
    })
  },
})

/** Where another reason holds by now, that one has its own job. */
function isDue({ state, suspenseReason, suspendedAt }: Deposit, patience: SuspensePatience, now: Date): boolean {
  if (state !== 'IN_SUSPENSE' || suspenseReason === null || suspendedAt === null) return false
  const dueAt = returnDueAt(suspenseReason, suspendedAt, patience)
  return dueAt !== undefined && dueAt <= now
}

/** Gives back a deposit that rests in suspense, on somebody's order. P477. */
export async function returnDeposit(work: Work, depositId: string, institution: Institution): Promise<Deposit> {
  const deposit = await lockDeposit(work.sql, depositId)
  if (deposit?.state !== 'IN_SUSPENSE') throw new Problem('P477', 'No such deposit rests in suspense.')
  return giveBack(work, deposit, institution)
}

async function giveBack(work: Work, deposit: Deposit, institution: Institution): Promise<Deposit> {
  const outgoingId = work.newId()
  const slip = await openSlip(work, deposit)
  const bytes = writePacs004(returnOrderOf(outgoingId, deposit, slip, institution, work.now))
  const { then = [] } = await storeOutgoing(work, { id: outgoingId, kind: 'pacs.004.001.09', bytes })
  const decision = returnArrival(deposit, outgoingId, work.now)
  return commit({ ...work, partnerId: deposit.partnerId }, depositStore, { ...decision, then })
}
