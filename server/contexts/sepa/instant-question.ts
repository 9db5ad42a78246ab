import type { JobRequest } from '../../kit/work/decision.ts'

export const askJobKind = 'sepa.ask-instant'

/** What the job that asks the bank is given. */
export interface InstantQuestion {
  readonly outgoingId: string
  readonly payoutId: string
}

/** A message whose answer is waited for goes to the bank. */
export const askJob = (outgoingId: string, payoutId: string, dueAt: Date): JobRequest => ({
  kind: askJobKind,
  key: outgoingId,
  payload: { outgoingId, payoutId } satisfies InstantQuestion,
  dueAt,
})
