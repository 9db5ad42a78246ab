import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { commonErrors, type Endpoint, endpoints, errors, events, isMutating, operatorEndpoints } from './index.ts'

const partnerCalls: [string, Endpoint][] = Object.entries(endpoints)
const operatorCalls: [string, Endpoint][] = Object.entries(operatorEndpoints)
const calls = [...partnerCalls, ...operatorCalls]

const namesIn = (path: string) => [...path.matchAll(/:(\w+)/g)].map(match => match[1])
const inputOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

describe('every endpoint', () => {
  test('answers to a method and path of its own', () => {
    const routes = calls.flatMap(([, e]) =>
      [e.path, ...(e.aliases ?? [])].map(path => `${e.method} ${path.replace(/:\w+/g, ':')}`),
    )
    expect(new Set(routes).size).toBe(routes.length)
  })

  test.each(calls)('%s reads exactly the parameters that its path names', (_id, e) => {
    const known = e.params === undefined ? [] : Object.keys(inputOf(e.params).properties ?? {})
    for (const path of [e.path, ...(e.aliases ?? [])]) expect(new Set(namesIn(path))).toEqual(new Set(known))
  })

  test.each(calls)('%s refuses unknown query parameters', (_id, e) => {
    if (e.query !== undefined)
      expect(e.query.safeParse({ noSuchParameter: '1' }).error?.issues).toContainEqual(
        expect.objectContaining({ code: 'unrecognized_keys' }),
      )
  })

  test.each(calls)('%s declares known errors, each once, none of the common ones', (_id, e) => {
    expect(new Set(e.errors).size).toBe(e.errors.length)
    for (const code of e.errors) {
      expect(errors).toHaveProperty(code)
      expect(commonErrors).not.toContain(code)
    }
    // Of an operator's call it is about the partner that it names.
    if (e.access !== 'operator') expect(e.errors.includes('P491')).toBe(e.model !== undefined)
  })

  test.each(calls)('%s has no body when it only reads', (_id, e) => {
    if (!isMutating(e)) expect(e.body).toBeUndefined()
  })
})

test.each(operatorCalls)('the operator must say why when %s changes something', (_id, e) => {
  expect(e.path.startsWith('/operator/v1/')).toBe(true)
  expect(e.access).toBe('operator')
  expect(e.roles?.length).toBeGreaterThan(0)
  if (isMutating(e)) {
    const complaint = e.body?.safeParse({}).error?.issues.find(issue => issue.path[0] === 'reason')
    expect(complaint).toBeDefined()
  }
})

describe('every event', () => {
  test.each(Object.entries(events))('%s has an example that its schema accepts', (_type, event) => {
    expect(event.body.safeParse(event.example).success).toBe(true)
    expect(event.path).toMatch(/^\/webhook\/[a-z0-9-]+(\/[a-z0-9-]+)+$/)
  })
})
