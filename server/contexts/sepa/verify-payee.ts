import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Unavailable } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Bank } from './bank.ts'
import { verifyPayeeKind } from './create-payout.ts'
import { openOrder } from './open-order.ts'
import { noAnswer, type PayeeAnswer, type PayeeQuestion, payeeRefusal } from './payee-check.ts'
import { checkPayee, failPayout } from './payout.ts'
import { findPayoutById, lockPayouts, payoutStore } from './payout-store.ts'
import { submission } from './submission.ts'

/** Asks the receiver's bank whose account it is before anything is sent. No answer holds nothing up. */
export const verifyPayeeJob = (kernel: Kernel, bank: Bank): JobHandler => ({
  kind: verifyPayeeKind,
  attemptsMax: Number.POSITIVE_INFINITY,
  run: job => verifyPayee(kernel, bank, (job.payload as { payoutId: string }).payoutId),
})

const origin = { actor: `job:${verifyPayeeKind}`, partnerId: NIL_ID }

export async function verifyPayee(kernel: Kernel, bank: Bank, payoutId: string): Promise<void> {
  const waiting = await findPayoutById(kernel.pool, payoutId)
  if (waiting?.payeeCheck !== 'WAITING') return
  const { receiverName: name, destinationIban: iban } = await openOrder(kernel, waiting)
  const { match } = await ask(kernel, bank, { name, iban })
  await transact(kernel, origin, async work => {
    const [payout] = await lockPayouts(work.sql, [payoutId])
    if (payout?.state !== 'HELD' || payout.payeeCheck !== 'WAITING') return
    const checked = checkPayee(payout, match)
    const own = { ...work, partnerId: payout.partnerId }
    const failed =
      match === 'NMTC' ? failPayout(checked, await openOrder(work, payout), payeeRefusal, work.now) : undefined
    if (failed !== undefined)
      await commit(own, payoutStore, { ...failed, next: { ...failed.next, version: checked.version } })
    else await commit(own, payoutStore, { next: checked, then: [submission(checked, work.now)] })
  })
}

async function ask(kernel: Kernel, bank: Bank, question: PayeeQuestion): Promise<PayeeAnswer> {
  try {
    return await bank.verifyPayee(question)
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    kernel.log.warn({ err: error }, 'A payee could not be verified: the payment goes on')
    return noAnswer
  }
}
