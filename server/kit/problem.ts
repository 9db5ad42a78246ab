import { type ErrorCode, errors } from '@florin/contract/errors.ts'
import type { FieldFailure } from '@florin/contract/kernel/validation.ts'
import type { ExceededLimit } from '@florin/contract/shapes/limit.ts'

/**
 * An expected no, with a code of the catalogue. Thrown by verbs, mapped to the wire by `kit/http`.
 * `message` defaults to the catalogue's; `failures` only for validation, `limit` for P483; `retryAfterSeconds` becomes Retry-After.
 */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly failures: readonly FieldFailure[]
  readonly retryAfterSeconds: number | undefined
  readonly limit: ExceededLimit | undefined

  constructor(
    code: ErrorCode,
    message: string = errors[code].message,
    detail: { failures?: readonly FieldFailure[]; retryAfterSeconds?: number; limit?: ExceededLimit } = {},
  ) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.failures = detail.failures ?? []
    this.retryAfterSeconds = detail.retryAfterSeconds
    this.limit = detail.limit
  }
}

/** A validation refusal of one field, in the contract's form. */
export const invalidField = (path: string, message: string): Problem =>
  new Problem('P403', `${path} ${message}`, { failures: [{ path, message: `${path} ${message}` }] })

/** The wire body of a refusal: validation bears no name but the array of failures, an exceeded limit says how far it is used. */
export function problemBody(problem: Problem): Record<string, unknown> {
  if (problem.code === 'P403') {
    return { errorCode: 'P403', errorMessage: problem.message, errors: problem.failures }
  }
  const { code, message, limit } = problem
  return {
    errorCode: code,
    errorName: errors[code].name,
    errorMessage: message,
    ...(limit === undefined ? {} : { limit }),
  }
}

/** The HTTP status of a refusal. */
export const problemStatus = (problem: Problem): number => errors[problem.code].status

/** A rail cannot answer now: try again later. Whatever was sent may or may not have arrived. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** A rail said no, for good, for a reason of ours. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly reason: string

  constructor(reason: string, message = reason) {
    super(message)
    this.reason = reason
  }
}
