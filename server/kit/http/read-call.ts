import type { Endpoint } from '@florin/contract/kernel/endpoint.ts'
import { validationMessages } from '@florin/contract/kernel/validation.ts'
import { z } from 'zod'
import { parseJson } from '../json.ts'
import { Problem } from '../problem.ts'

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

const badBody = (message: string): Problem => new Problem('P403', `body ${message}`, { failures: [{ path: 'body', message }] })

function bodyOf(text: string | undefined): unknown {
  if (text === undefined || text.trim() === '') return {}
  const parsed = parseJson(text)
  if (!parsed.ok) throw badBody(parsed.message)
  if (parsed.value === null || typeof parsed.value !== 'object' || Array.isArray(parsed.value)) throw badBody('must be a JSON object')
  return parsed.value
}

const nothing: Record<string, never> = {}

/** An endpoint without query parameters refuses every one. */
const noQuery = z.strictObject({})

/** Reads and checks all parts of a request; throws P403 with every failure named. */
export function readCall(endpoint: Endpoint, raw: RawRequest): ReadRequest {
  const sent = endpoint.body === undefined ? nothing : bodyOf(raw.body)
  const issues: z.core.$ZodIssue[] = []
  const check = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined
    const result = schema.safeParse(value)
    if (result.success) return result.data
    issues.push(...result.error.issues)
    return undefined
  }
  const params = check(endpoint.params, raw.params)
  const query = check(endpoint.query ?? noQuery, raw.query)
  const body = check(endpoint.body, sent)
  if (issues.length > 0) {
    const { errorMessage, errors } = validationMessages(issues)
    throw new Problem('P403', errorMessage, { failures: errors })
  }
  return { params, query, body, sent }
}
