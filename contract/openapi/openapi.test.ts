import { describe, expect, test } from 'vitest'
import { type Endpoint, endpoints, errors, operatorEndpoints } from '../index.ts'
import { JsonNumber } from '../kernel/json-number.ts'
import { operatorOpenApi, partnerOpenApi } from '../openapi.ts'
import { fieldWords } from './field-words.ts'
import { answerExample, bodyExample } from './request-examples.ts'
import { codesOf } from './responses.ts'

/** As the server reads a body: every number with its source text. */
const asReceived = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'number' ? new JsonNumber(String(inner)) : inner,
  )

const calls: [string, Endpoint][] = Object.entries({ ...endpoints, ...operatorEndpoints })

interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly responses: Readonly<Record<string, unknown>>
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks?: Readonly<Record<string, unknown>>
  readonly tags: readonly { readonly name: string }[]
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> }
}
const documents: [string, Document][] = [
  ['the partner’s', partnerOpenApi() as Document],
  ['the operator’s', operatorOpenApi() as Document],
]

describe('what the reference shows', () => {
  test.each(calls)('the example body of %s is accepted', (id, e) => {
    if (e.body !== undefined) expect(e.body.safeParse(asReceived(bodyExample(id, e))).error?.issues ?? []).toEqual([])
  })

  test.each(calls)('the example answer of %s is one that it could give', (_id, e) => {
    expect(e.response.safeParse(answerExample(e)).error?.issues ?? []).toEqual([])
  })

  test.each(calls)('%s lists its own errors and those that any call has', (_id, e) => {
    for (const code of [...e.errors, 'P401', 'P403', 'P429', 'P500', 'P501'] as const)
      expect(codesOf(e)).toContain(code)
    expect(codesOf(e).map(code => errors[code].status)).not.toContain(undefined)
  })
})

describe.each(documents)('%s document', (_name, document) => {
  const operations = Object.values(document.paths).flatMap(item => Object.values(item))

  test('has operation ids of its own and only declared tags', () => {
    const ids = operations.map(operation => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = new Set(document.tags.map(tag => tag.name))
    for (const operation of operations) for (const tag of operation.tags) expect(tags).toContain(tag)
  })

  test('leaves no mark of ours behind', () => {
    expect(JSON.stringify(document)).not.toContain('"wire"')
    expect(JSON.stringify(document)).not.toContain('$defs')
  })

  test('has words for every field of every shape', () => {
    const named = Object.entries(document.components.schemas).filter(([name]) => name !== 'Error')
    const unknown = named
      .flatMap(([, schema]) => Object.keys(schema.properties ?? {}))
      .filter(name => !(name in fieldWords))
    expect(unknown).toEqual([])
  })
})

test('both generations’ paths of the balances are documented', () => {
  const [[, document]] = documents as [[string, Document]]
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/user/balances/{externalUserId}', '/v1/user/{externalUserId}/balances']),
  )
})

test('every event is a webhook of the document', () => {
  const [[, document]] = documents as [[string, Document]]
  expect(Object.keys(document.webhooks ?? {})).toContain('user.status')
})
