import type { Endpoint } from '@florin/contract/kernel/endpoint.ts'
import { type FieldFailure, validationFailure } from '@florin/contract/kernel/validation.ts'
import { z } from 'zod'
import { JsonNumber, parseJson } from '../json.ts'
import { invalidField, Problem } from '../problem.ts'

export interface RawRequest {
  readonly params: unknown
  readonly query: unknown
  /** The body's text; undefined when none was sent. */
  readonly body: string | undefined
}

export interface ReadRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  /** The body as it was sent, numbers by their source text: the identity of the request under an idempotency key. */
  readonly sent: unknown
}

const nothing: Readonly<Record<string, never>> = {}

function bodyOf(text: string | undefined): unknown {
  if (text === undefined || text.trim() === '') return nothing
  const parsed = parseJson(text)
  if (!parsed.ok) throw invalidField('body', parsed.message)
  const { value } = parsed
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof JsonNumber)
    throw invalidField('body', 'must be a JSON object')
  return value
}

/** An endpoint without query parameters refuses every one. */
const noQuery = z.strictObject({})
const isEmpty = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && Object.keys(query).length === 0

/** Reads and checks all parts of a request; throws P403 with every failure named. */
export function readCall(endpoint: Endpoint, raw: RawRequest): ReadRequest {
  // Also where the endpoint defines none: what was sent is the identity of the request, and must be readable.
  const sent = endpoint.files === undefined ? bodyOf(raw.body) : nothing
  const failures: FieldFailure[] = []
  const check = (schema: z.ZodType | undefined, value: unknown, whole: 'path' | 'query' | 'body'): unknown => {
    if (schema === undefined) return undefined
    const result = schema.safeParse(value)
    if (result.success) return result.data
    failures.push(...validationFailure(result.error, value, whole).errors)
    return undefined
  }
  const params = check(endpoint.params, raw.params, 'path')
  const query =
    endpoint.query === undefined && isEmpty(raw.query) ? nothing : check(endpoint.query ?? noQuery, raw.query, 'query')
  const body = check(endpoint.body, sent, 'body')
  if (failures.length > 0) throw new Problem('P403', failures.map(failure => failure.message).join(', '), { failures })
  return { params, query, body, sent }
}
