import type { JobRequest } from '../../kit/work/decision.ts'
import type { Payout } from './payout.ts'

export const submitJob = 'sepa.submit-payouts'
export const submitInstantKind = 'sepa.submit-instant'

/** Payments that are ordered within so long go to the bank in one message. By the clock. */
const windowMs = 2_000

/** The job that orders a held payment: an instant one by itself at once, another with all of its window. */
export const submission = ({ id: payoutId, scheme }: Payout, now: Date): JobRequest =>
  scheme === 'INST' ? { kind: submitInstantKind, key: payoutId, payload: { payoutId } } : nextBatch(now)

/** One job a window orders all of it; what is committed too late for it is swept up by a periodic one. */
const nextBatch = (now: Date): JobRequest => ({
  kind: submitJob,
  key: String(Math.floor(now.getTime() / windowMs)),
  payload: {},
  dueAt: new Date(now.getTime() + windowMs),
})
