import type { ErrorCode } from '@florin/contract/errors.ts'
import type { ExceededLimit } from '@florin/contract/shapes/limit.ts'
import { formatAmount } from '../money.ts'
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

/** `limit-exceeded {"operation", "limit": {period, cap, used, resetsAt?}}`, sums in cents. */
const exceeded = /^limit-exceeded (\{.*\})$/s

/** The limit that a verdict says is exceeded; undefined where it says something else. */
export function exceededLimitOf(verdict: string): ExceededLimit | undefined {
  const [, detail] = exceeded.exec(verdict) ?? []
  if (detail === undefined) return undefined
  const { operation, limit } = JSON.parse(detail) as {
    operation: ExceededLimit['operation']
    limit: { period: ExceededLimit['period']; cap: string; used: string; resetsAt?: string }
  }
  const [cap, used] = [BigInt(limit.cap), BigInt(limit.used)]
  const euros = (units: bigint): string => formatAmount({ asset: 'eur', units })
  return {
    operation,
    period: limit.period,
    cap: euros(cap),
    used: euros(used),
    // A cap may have been lowered below what was used.
    remaining: euros(cap > used ? cap - used : 0n),
    resetsAt: limit.resetsAt === undefined ? null : new Date(limit.resetsAt).toISOString(),
  }
}

function limitProblem(limit: ExceededLimit): Problem {
  const { operation, period, cap, used, remaining } = limit
  const message = `The limit ${operation} a ${period} is exceeded: of ${cap} EUR ${used} are used, ${remaining} remain.`
  return new Problem('P483', message, { limit })
}

export function refusalOf(verdict: string): Problem | UnexpectedVerdict {
  const limit = exceededLimitOf(verdict)
  if (limit !== undefined) return limitProblem(limit)
  const code = refusals[verdict]
  return code === undefined ? new UnexpectedVerdict(verdict) : new Problem(code)
}

interface KeptRefusal {
  readonly status: number
  readonly answer: string
}

const kept = new Map<string, KeptRefusal>(
  Object.entries(refusals).map(([verdict, code]) => {
    const problem = new Problem(code)
    return [verdict, { status: problemStatus(problem), answer: JSON.stringify(problemBody(problem)) }]
  }),
)

/** The refusal that the call itself has kept under the item's idempotency key; undefined where the key is free again. */
export const keptRefusalOf = (verdict: string): KeptRefusal | undefined => kept.get(verdict)

/** Verdict → stored answer, for idempotency rows that are written in the same call. */
export const refusalAnswers: string = JSON.stringify(Object.fromEntries(kept))
