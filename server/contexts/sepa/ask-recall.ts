import { writeCamt056 } from '../../iso20022/index.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Institution } from './deposit-info.ts'
import { openOrder } from './open-order.ts'
import { lockPayouts } from './payout-store.ts'
import { noReferences, openRecall, type Recall, type RecallReason } from './recall.ts'
import { recallQuestionOf } from './recall-messages.ts'
import { lockRecallOf, recallStore } from './recall-store.ts'
import { storeOutgoing } from './store-outgoing.ts'

/** Asks the receiver's bank to give a settled payment back. One that is asked for already stays as it is. P428: none that has settled. */
export async function askRecall(
  work: Work,
  { transferId, reasonCode }: { readonly transferId: string; readonly reasonCode: RecallReason },
  institution: Institution,
): Promise<Recall> {
  const [payout] = await lockPayouts(work.sql, [transferId])
  if (payout?.state !== 'SETTLED') throw new Problem('P428', 'No successful SEPA transfer has this id.')
  const known = await lockRecallOf(work.sql, payout.id)
  if (known !== undefined) return known
  const { partnerId, money } = payout
  const recall = { id: work.newId(), reasonCode, money }
  const outgoingId = work.newId()
  const order = await openOrder(work, payout)
  const bytes = writeCamt056(recallQuestionOf(outgoingId, recall, payout, order, institution, work.now))
  const { then = [] } = await storeOutgoing(work, { id: outgoingId, kind: 'camt.056.001.08', bytes })
  const given = {
    ...recall,
    ...noReferences,
    direction: 'OUT',
    partnerId,
    payoutId: payout.id,
    depositId: null,
  } as const
  const decision = openRecall({ ...given, outgoingId, dueAt: null }, work.now)
  return commit({ ...work, partnerId }, recallStore, { ...decision, then })
}
