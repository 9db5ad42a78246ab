import { writeCamt029, writePacs004 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import { type Decision, saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUsersByIds } from '../users/index.ts'
import type { Deposit } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { recallArrival, returnArrival } from './deposit-return.ts'
import { depositStore, lockDeposit } from './deposit-store.ts'
import { ownersOf, partnersOf } from './find-owners.ts'
import { openSlip } from './open-slip.ts'
import type { Slip } from './payment.ts'
import { acceptRecall, endRecallKind, type Recall, type RecallRefusal, refuseRecall } from './recall.ts'
import { recallRefusalOf } from './recall-messages.ts'
import { lockRecall, recallStore } from './recall-store.ts'
import { returnOrderOf } from './return-order.ts'
import { storeOutgoing } from './store-outgoing.ts'

/**
 * Decides about a payment that another bank wants back. Given back it is taken from its owner, or from suspense, and returned;
 * otherwise the bank is told why not. P404: no such recall is open; P477: the money is on its way back already; P433.
 */
export async function answerRecall(
  work: Work,
  { recallId, refusal }: { readonly recallId: string; readonly refusal: RecallRefusal | undefined },
  institution: Institution,
): Promise<Recall> {
  const recall = await lockRecall(work.sql, recallId)
  if (recall?.state !== 'OPEN' || recall.depositId === null) throw new Problem('P404', 'No such recall is open.')
  const own = { ...work, partnerId: recall.partnerId }
  if (refusal !== undefined) return refuse(own, recall, refusal, institution)
  const deposit = await lockDeposit(work.sql, recall.depositId)
  if (deposit?.state !== 'CREDITED' && deposit?.state !== 'IN_SUSPENSE') {
    throw new Problem('P477', 'The deposit is on its way back, or has gone back.')
  }
  const outgoingId = work.newId()
  const slip = await openSlip(work, deposit)
  const back = await recalled(own, deposit, slip, outgoingId)
  const bytes = writePacs004(returnOrderOf(outgoingId, back.next, slip, institution, work.now))
  const { then = [] } = await storeOutgoing(work, { id: outgoingId, kind: 'pacs.004.001.09', bytes })
  const accepted = acceptRecall(recall, outgoingId, work.now)
  return commit(own, recallStore, { ...accepted, then, also: [saved(depositStore, back)] })
}

async function recalled(work: Work, deposit: Deposit, slip: Slip, outgoingId: string): Promise<Decision<Deposit>> {
  if (deposit.state === 'IN_SUSPENSE') return returnArrival(deposit, outgoingId, work.now)
  const { partnerId, ownerId } = deposit
  if (ownerId === null) throw new Error(`deposit ${deposit.id} was credited to nobody`)
  const owners =
    ownerId === partnerId
      ? await partnersOf(work.sql, [{ partnerId }])
      : await ownersOf(work.sql, await findUsersByIds(work.sql, [{ partnerId, id: ownerId }]))
  const owner = owners.get(ownerId)
  if (owner === undefined) throw new Error(`the owner of deposit ${deposit.id} is not there`)
  return recallArrival(deposit, owner, slip, { outgoingId, lineId: work.newId() }, work.now)
}

async function refuse(work: Work, recall: Recall, code: RecallRefusal, institution: Institution): Promise<Recall> {
  const outgoingId = work.newId()
  const bytes = writeCamt029(recallRefusalOf(outgoingId, recall, code, institution, work.now))
  const { then = [] } = await storeOutgoing(work, { id: outgoingId, kind: 'camt.029.001.09', bytes })
  return commit(work, recallStore, { ...refuseRecall(recall, code, outgoingId, work.now), then })
}

/** What nobody has decided in time is refused: the receiver did not answer. */
export const endRecallJob = (kernel: Kernel, institution: Institution): JobHandler => ({
  kind: endRecallKind,
  async run(job) {
    const { recallId } = job.payload as { recallId: string }
    await transact(kernel, { actor: `job:${job.kind}`, partnerId: NIL_ID }, async work => {
      const recall = await lockRecall(work.sql, recallId)
      if (recall?.state === 'OPEN') await refuse({ ...work, partnerId: recall.partnerId }, recall, 'NOAS', institution)
    })
  },
})
