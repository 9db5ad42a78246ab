import { type ErrorCode, type ErrorEntry, errors } from '../errors.ts'
import { commonErrors, type Endpoint, isMutating } from '../kernel/endpoint.ts'
import { limitOperations, limitPeriods } from '../shapes/limit.ts'
import { jsonSchemaOf, type NamedSchemas } from './json-schema.ts'
import { answerExample } from './request-examples.ts'

/** Only changes can meet an Idempotency-Key of theirs, and only operators' calls and partners' calls a scope or role. */
const mayAnswer = (e: Endpoint, code: ErrorCode): boolean => {
  if (code === 'P408' || code === 'P409') return isMutating(e)
  if (code === 'P404') return e.params !== undefined || e.sandbox === true
  return e.access !== 'open' || (code !== 'P401' && code !== 'P492')
}

/** Every code that an endpoint may answer with, in the order of the catalogue. */
export const codesOf = (e: Endpoint): ErrorCode[] => {
  const codes = new Set<ErrorCode>([...e.errors, ...commonErrors.filter(code => mayAnswer(e, code))])
  return (Object.keys(errors) as ErrorCode[]).filter(code => codes.has(code))
}

const headerRefs = (...names: readonly string[]) =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))

const everyAnswer = ['x-request-id', 'RateLimit', 'RateLimit-Policy'] as const

const refusal = (codes: readonly ErrorCode[], status: number) => ({
  description: codes.map(code => `${code}: ${errors[code].when}`).join('\n\n'),
  headers: headerRefs('x-request-id', ...(status === 429 || status === 503 ? ['Retry-After'] : [])),
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/Error' },
      examples: Object.fromEntries(codes.map(code => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
})

/** Refusals that were met on the way, each set of codes once, by its name among the shared responses. */
export type NamedRefusals = Map<string, object>

const referenceOf = (codes: readonly ErrorCode[], status: number, refusals: NamedRefusals): object => {
  const name = codes.join('-')
  if (!refusals.has(name)) refusals.set(name, refusal(codes, status))
  return { $ref: `#/components/responses/${name}` }
}

/** The answers of an endpoint by HTTP status. */
export const responsesOf = (e: Endpoint, named: NamedSchemas, refusals: NamedRefusals): Record<string, object> => {
  const byStatus = Map.groupBy(codesOf(e), code => errors[code].status)
  const replay = isMutating(e) ? ['Idempotent-Replayed'] : []
  const text = Object.fromEntries((e.alsoAnswers ?? []).map(type => [type, { schema: { type: 'string' } }]))
  const success = {
    description: 'Done.',
    headers: headerRefs(...everyAnswer, ...replay),
    content: {
      'application/json': {
        schema: jsonSchemaOf(e.response, 'output', named),
        example: answerExample(e, named),
      },
      ...text,
    },
  }
  return Object.fromEntries([
    [String(e.status ?? 200), success],
    ...[...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, codes]) => [String(status), referenceOf(codes, status, refusals)] as const),
  ])
}

/** One example body per error code. */
export const errorExamplesOf = (codes: ReadonlySet<ErrorCode>): Record<string, object> =>
  Object.fromEntries(
    (Object.entries(errors) as [ErrorCode, ErrorEntry][])
      .filter(([code]) => codes.has(code))
      .map(([code, { name, message, when }]) => [code, { summary: when, value: exampleBody(code, name, message) }]),
  )

const limitMessage = 'The limit TRANSFER a DAY is exceeded: of 10000.00 EUR 9990.00 are used, 10.00 remain.'
const limitExample = {
  operation: 'TRANSFER',
  period: 'DAY',
  cap: '10000.00',
  used: '9990.00',
  remaining: '10.00',
  resetsAt: '2026-03-02T23:00:00.000Z',
}

function exampleBody(code: ErrorCode, errorName: string, errorMessage: string): object {
  if (code === 'P401') return { errorCode: code, errorName, errorMessage: 'Access Denied. xo1' }
  if (code === 'P483') return { errorCode: code, errorName, errorMessage: limitMessage, limit: limitExample }
  if (code !== 'P403') return { errorCode: code, errorName, errorMessage }
  const message = 'amount must have at most 8 decimal places'
  return { errorCode: code, errorMessage: message, errors: [{ path: 'amount', message }] }
}

/** The one shape of every refusal. */
export const errorSchema = {
  type: 'object',
  required: ['errorCode', 'errorMessage'],
  properties: {
    errorCode: { type: 'string', enum: Object.keys(errors), description: 'Stable; decide by this.' },
    errorName: { type: 'string', description: 'The code in words. Validation errors (P403) have none.' },
    errorMessage: { type: 'string', description: 'For people. Several failures of validation are joined by ", ".' },
    limit: {
      type: 'object',
      description: 'With P483: the limit that is too low.',
      required: ['operation', 'period', 'cap', 'used', 'remaining', 'resetsAt'],
      properties: {
        operation: { type: 'string', enum: limitOperations, description: 'What it is for.' },
        period: {
          type: 'string',
          enum: limitPeriods,
          description: 'One transaction, or a day or month of your time zone.',
        },
        cap: { type: 'string', description: 'The most, in EUR.' },
        used: { type: 'string', description: 'What is used of it, in EUR.' },
        remaining: { type: 'string', description: 'What is left, in EUR.' },
        resetsAt: { type: ['string', 'null'], description: 'When the period ends; null for one transaction.' },
      },
    },
    errors: {
      type: 'array',
      description: 'With P403: each failure with the field that it is about.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: { type: 'string', description: 'The field, dotted; empty where the whole is wrong.' },
          message: { type: 'string', description: 'What is wrong with it.' },
        },
      },
    },
  },
} as const

/** Headers of answers. */
export const sharedHeaders = {
  'x-request-id': {
    description: 'Tell us this when something went wrong.',
    schema: { type: 'string' },
    example: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7cb1',
  },
  RateLimit: {
    description: 'What is left of your limit (IETF draft-ietf-httpapi-ratelimit-headers).',
    schema: { type: 'string' },
    example: '"default";r=199;t=1',
  },
  'RateLimit-Policy': {
    description: 'Your limit.',
    schema: { type: 'string' },
    example: '"default";q=200;w=2',
  },
  'Retry-After': {
    description: 'Seconds to wait before the next try.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  'Idempotent-Replayed': {
    description: 'The answer is the stored one of an earlier request with this Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
} as const
