import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Endpoint, endpoints, operatorEndpoints, queryOf } from './index.ts'
import { JsonNumber } from './kernel/json-number.ts'
import { validationFailure } from './kernel/validation.ts'
import { bodyExample } from './openapi/request-examples.ts'

const calls: [string, Endpoint][] = Object.entries({ ...endpoints, ...operatorEndpoints })

/** As the server reads a body: every number with its source text. */
const asReceived = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'number' ? new JsonNumber(String(inner)) : inner,
  )

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-0',
    '1e400',
    '9'.repeat(400),
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '2026-13-45',
  ),
)

/** The names that a schema knows, with any values; a valid example with some of them replaced. */
const almost = (schema: z.ZodType, example: object) => {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const names = [...Object.keys(properties), '__proto__', 'unknown']
  return fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 4 }).map(changes => ({ ...example, ...changes }))
}

const holds = (schema: z.ZodType, whole: 'body' | 'query', input: unknown) => {
  const read = schema.safeParse(input)
  if (read.success) return
  const { errorMessage, errors } = validationFailure(read.error, input, whole)
  expect(errors.length).toBeGreaterThan(0)
  for (const { path, message } of errors) {
    expect(message.includes(path === '' ? whole : path)).toBe(true)
    expect(message).not.toMatch(/undefined|Invalid input|\[object/)
  }
  expect(errorMessage).toBe(errors.map(({ message }) => message).join(', '))
}

test.each(calls)('%s takes or refuses any body in words of its own, and never breaks', (id, e) => {
  if (e.body === undefined) return
  const schema = e.body
  fc.assert(
    fc.property(almost(schema, bodyExample(id, e) ?? {}), body => holds(schema, 'body', asReceived(body))),
    { numRuns: 60 },
  )
  fc.assert(
    fc.property(fc.jsonValue(), body => holds(schema, 'body', asReceived(body))),
    { numRuns: 20 },
  )
})

test.each(calls)('%s takes or refuses any query in words of its own, and never breaks', (_id, e) => {
  const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
  const texts = almost(queryOf(e), {}).map(query =>
    // A parameter that is given twice comes as a list.
    Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.map(written) : written(value)]),
    ),
  )
  fc.assert(
    fc.property(texts, query => holds(queryOf(e), 'query', query)),
    { numRuns: 40 },
  )
})
