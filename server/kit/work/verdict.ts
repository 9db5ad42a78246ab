import type { ErrorCode } from '@florin/contract/errors.ts'
import { Problem, problemBody, problemStatus } from '../problem.ts'

/** What the posting function says of an item that it did not book, and the refusal that a partner then sees. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  'insufficient-funds': 'P433',
  'account-no-debit': 'P455',
  'account-waiting': 'P459',
  'account-closed': 'P412',
}

/** An item was refused for a reason that no caller can cause: a bug, or a replay that the row's version should have caught. */
export class UnexpectedVerdict extends Error {
  override readonly name = 'UnexpectedVerdict'
  readonly verdict: string

  constructor(verdict: string) {
    super(`the posting was refused: ${verdict}`)
    this.verdict = verdict
  }
}

export function refusalOf(verdict: string): Problem | UnexpectedVerdict {
  const code = refusals[verdict]
  return code === undefined ? new UnexpectedVerdict(verdict) : new Problem(code)
}

/** Verdict → stored answer, for idempotency rows that are written in the same call. */
export const refusalAnswers: string = JSON.stringify(
  Object.fromEntries(
    Object.entries(refusals).map(([verdict, code]) => {
      const problem = new Problem(code)
      return [verdict, { status: problemStatus(problem), answer: JSON.stringify(problemBody(problem)) }]
    }),
  ),
)
