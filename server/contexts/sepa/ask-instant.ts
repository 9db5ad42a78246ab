import { MalformedMessage, readPacs002, writePacs028 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Refused, Unavailable } from '../../kit/problem.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Bank } from './bank.ts'
import type { Institution } from './deposit-info.ts'
import { endOrdered } from './end-ordered.ts'
import { instantLimitMs, investigationOf } from './instant-order.ts'
import { askJob, askJobKind, type InstantQuestion } from './instant-question.ts'
import { markRefused, markSent, type Outgoing, railId } from './outgoing.ts'
import { findOutgoing, outgoingStore } from './outgoing-store.ts'
import { lockPayouts } from './payout-store.ts'
import { applyStatuses, pacsStatuses } from './read-statuses.ts'
import { storeOutgoing } from './store-outgoing.ts'

/** Between two questions about one payment, by the clock (rulebook: five at most, some seconds apart; ours go on, more and more seldom). */
const firstPauseMs = 10_000
const pauseMaxMs = 3_600_000

/** Hands an instant payment, or a question about it, to the bank and acts on the answer. Without an answer it asks later. */
export const askInstantJob = (kernel: Kernel, bank: Bank, institution: Institution): JobHandler => ({
  kind: askJobKind,
  attemptsMax: Number.POSITIVE_INFINITY,
  run: job => askInstant(kernel, bank, institution, job.payload as InstantQuestion),
})

const origin = { actor: `job:${askJobKind}`, partnerId: NIL_ID }

export async function askInstant(
  kernel: Kernel,
  bank: Bank,
  institution: Institution,
  { outgoingId, payoutId }: InstantQuestion,
): Promise<void> {
  const outgoing = await findOutgoing(kernel.pool, outgoingId)
  if (outgoing?.state !== 'STORED') return
  const answer = await answerTo(kernel, bank, outgoing)
  await transact(kernel, origin, async work => {
    if (answer.kind === 'refused') await commit(work, outgoingStore, markRefused(outgoing, answer.words, work.now))
    else await commit(work, outgoingStore, markSent(outgoing, work.now))
    if (answer.kind === 'refused' && isPayment(outgoing)) return endOrdered(work, outgoing.id)
    const statuses = answer.kind === 'told' ? pacsStatuses(answer.message) : []
    await applyStatuses(work, statuses)
    if (statuses.length === 0) await askAgain(work, payoutId, outgoing, institution)
  })
}

const isPayment = ({ kind }: Outgoing): boolean => kind.startsWith('pacs.008')

type Told =
  | { readonly kind: 'told'; readonly message: ReturnType<typeof readPacs002> }
  | { readonly kind: 'silence' }
  | { readonly kind: 'refused'; readonly words: string }

/** A payment is not sent any more once its time is over: what became of it, if it was sent before a crash, is asked then. */
async function answerTo(kernel: Kernel, bank: Bank, outgoing: Outgoing): Promise<Told> {
  const ageMs = (await kernel.clock.now()).getTime() - outgoing.madeAt.getTime()
  if (isPayment(outgoing) && ageMs > instantLimitMs) return { kind: 'silence' }
  const bytes = await kernel.vault.open(NIL_ID, outgoing.dataKeyId, outgoing.sealed)
  try {
    return { kind: 'told', message: readPacs002(await bank.askInstant(railId(outgoing.id), bytes)) }
  } catch (error) {
    if (error instanceof Refused) {
      kernel.log.error({ err: error, message: outgoing.id }, 'The bank refuses an instant message of ours')
      return { kind: 'refused', words: error.message }
    }
    if (!(error instanceof Unavailable || error instanceof MalformedMessage)) throw error
    kernel.log.warn({ err: error, message: outgoing.id }, 'No answer about an instant payment: it will be asked for')
    return { kind: 'silence' }
  }
}

/** Undecided: a pacs.028 is stored and asked after the payment's time is over, each one later than the one before. */
async function askAgain(work: Work, payoutId: string, last: Outgoing, institution: Institution): Promise<void> {
  const [payout] = await lockPayouts(work.sql, [payoutId])
  if (payout?.state !== 'SUBMITTED' || payout.submittedAt === null) return
  const id = work.newId()
  const bytes = writePacs028(investigationOf(id, payout, payout, institution, work.now))
  await storeOutgoing(work, { id, kind: 'pacs.028.001.03', bytes })
  const ageMs = work.now.getTime() - payout.submittedAt.getTime()
  const pauseMs = isPayment(last) ? instantLimitMs : Math.min(Math.max(ageMs, firstPauseMs), pauseMaxMs)
  await commitEffects(work, [{ then: [askJob(id, payoutId, new Date(work.now.getTime() + pauseMs))] }])
}
