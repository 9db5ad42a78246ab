import { sqlState } from '../postgres/connect.ts'
import { invalidField, Problem, Unavailable } from '../problem.ts'
import { Overloaded } from '../work/gather.ts'

/** Whatever was thrown, as a refusal. What a caller cannot have caused is P500 (a bug) or P501 (something is away). */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Unavailable || error instanceof Overloaded)
    return new Problem('P501', undefined, { retryAfterSeconds: 1 })
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string') {
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return invalidField('body', 'must not be larger than 1 MiB')
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return invalidField('Content-Type', 'must be application/json')
    // Of the method QUERY, which no route takes.
    if (code === 'FST_ERR_NOT_FOUND' || code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return new Problem('P404')
    if (code.startsWith('FST_') && isClientFault(error)) return invalidField('request', 'is not readable')
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) return new Problem('P501', undefined, { retryAfterSeconds: 1 })
    const state = sqlState(error)
    // Connection lost, server stopping or starting, too busy, a lock or a statement that took too long.
    if (state !== undefined && /^(08|57P|53|55P03|57014|40)/.test(state))
      return new Problem('P501', undefined, { retryAfterSeconds: 1 })
  }
  if (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  ) {
    return new Problem('P501', undefined, { retryAfterSeconds: 1 })
  }
  return new Problem('P500')
}

/** The framework says by the status whose fault it is. */
const isClientFault = (error: unknown): boolean => {
  const { statusCode } = error as { statusCode?: unknown }
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
}
