import type { ErrorCode } from './generated/error-codes.ts'
import type { UserLimits } from './generated/types.ts'

/** One failure of validation: the field and a whole sentence about it. */
export interface FieldFailure {
  readonly path: string
  readonly message: string
}

/** The limit that is too low; `resetsAt` is null where one transaction alone is too large. */
export type ExceededLimit = UserLimits['limits'][number]

interface Refusal {
  readonly status: number
  readonly code: ErrorCode
  readonly name: string
  readonly message: string
  readonly errors: readonly FieldFailure[]
  readonly limit: ExceededLimit | undefined
  readonly requestId: string | undefined
}

/** The bank said no. Decide by `code`; `name` is the code in words; `errors` lists the fields of a P403, `limit` says which limit a P483 is about. */
export class FlorinError extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly errors: readonly FieldFailure[]
  readonly limit: ExceededLimit | undefined
  /** Tell this to the bank. */
  readonly requestId: string | undefined

  constructor({ status, code, name, message, errors, limit, requestId }: Refusal) {
    super(message)
    this.name = name
    this.status = status
    this.code = code
    this.errors = errors
    this.limit = limit
    this.requestId = requestId
  }
}

/**
 * No usable answer came, after all tries. Whether the change was made is not known: send it again with the same
 * `idempotencyKey`, and it is made once.
 */
export class FlorinConnectionError extends Error {
  readonly idempotencyKey: string | undefined

  constructor(message: string, cause: unknown, idempotencyKey: string | undefined) {
    super(message, { cause })
    this.name = 'FlorinConnectionError'
    this.idempotencyKey = idempotencyKey
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A refusal read from an answer; undefined when the answer isn't one of the bank (a proxy's page, say). */
export const readRefusal = (status: number, text: string, requestId: string | undefined): FlorinError | undefined => {
  const body = parse(text)
  if (!isObject(body) || typeof body.errorCode !== 'string' || typeof body.errorMessage !== 'string') return undefined
  return new FlorinError({
    status,
    code: body.errorCode as ErrorCode,
    name: typeof body.errorName === 'string' ? body.errorName : 'validation-failed',
    message: body.errorMessage,
    errors: Array.isArray(body.errors) ? (body.errors as FieldFailure[]) : [],
    limit: isObject(body.limit) ? (body.limit as unknown as ExceededLimit) : undefined,
    requestId,
  })
}
