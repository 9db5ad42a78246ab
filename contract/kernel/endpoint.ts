import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'

/** The lists that a scope opens: `admin` covers `write`, `write` covers `read`. */
export type Scope = 'read' | 'write' | 'admin'

/** What the operator's roles may do; see the operator's guide. */
export type OperatorRole = 'support' | 'compliance' | 'finance' | 'admin'

/** The files of an upload. Their types are told by content, so none is stated here. */
export interface FileParts {
  /** Names of the parts. A name may come several times. */
  readonly names: readonly [string, ...string[]]
  /** What each part is, for the reference. */
  readonly meanings: Readonly<Record<string, string>>
  readonly countMax: number
  /** Of each file; one that is larger is P440. */
  readonly bytesMax: number
}

/**
 * One endpoint as data. Validation, router, OpenAPI, SDK and the contract battery all come from it.
 * `aliases` are paths of other generations of the API that must behave the same.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `:name` parameters. */
  readonly path: string
  readonly aliases?: readonly string[]
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** `key`: a partner's x-api-key. `operator`: a named operator's token. `hosted`: a page's token. `open`: nobody is asked. */
  readonly access: 'key' | 'operator' | 'hosted' | 'open'
  readonly scope?: Scope
  readonly roles?: readonly OperatorRole[]
  /** Money-moving calls are limited more strictly. */
  readonly rate?: 'standard' | 'money'
  /** Exists in sandbox mode only; elsewhere 404. */
  readonly sandbox?: true
  /** Exists for partners of one model only; the other gets P491. */
  readonly model?: 'kyc' | 'no-kyc'
  readonly params?: z.ZodType
  /** Absent: the endpoint knows no query parameter, and any is P403. */
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The body is `multipart/form-data` with these files, instead of JSON. */
  readonly files?: FileParts
  /** 200 unless stated. */
  readonly status?: 200 | 201 | 202
  readonly response: z.ZodType
  /** Other media types that `Accept` may ask for, answered as text. */
  readonly alsoAnswers?: readonly string[]
  /** Declared refusals beside those that every endpoint has (P401, P403, P404, P408, P409, P429, P492, P500, P501). */
  readonly errors: readonly ErrorCode[]
  /** Fields of the answer that are never stored with an idempotency key; a replay shows them masked. */
  readonly secrets?: readonly string[]
}

export const endpoint = <const E extends Endpoint>(literal: E): E => literal

type Out<T> = T extends z.ZodType ? z.output<T> : undefined
export type Params<E extends Endpoint> = Out<E['params']>
export type Query<E extends Endpoint> = Out<E['query']>
export type Body<E extends Endpoint> = Out<E['body']>
/** What a handler returns: the shape before it is written as JSON. */
export type Answer<E extends Endpoint> = z.input<E['response']>

const noQuery = z.strictObject({})

/** What the query must satisfy; a parameter that the endpoint does not know is refused. */
export const queryOf = (e: Endpoint): z.ZodType => e.query ?? noQuery

/** The method changes something and so takes an Idempotency-Key. */
export const isMutating = (e: Endpoint): boolean => e.method !== 'GET'

export const scopeOf = (e: Endpoint): Scope => e.scope ?? (isMutating(e) ? 'write' : 'read')

/** Refusals that any endpoint may answer with, whether it declares them or not. */
export const commonErrors: readonly ErrorCode[] = [
  'P401',
  'P403',
  'P404',
  'P408',
  'P409',
  'P429',
  'P492',
  'P500',
  'P501',
]
