import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  const person = { externalUserId: 'ann', email: 'a@example.com', firstName: 'An', lastName: 'Na' }
  await bank.call('POST', '/v1/user/balances/crypto', person, { key: bank.keys.noKyc })
})
afterAll(async () => {
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

async function send(url: string, { headers, ...init }: Sent = {}) {
  const response = await fetch(url, { ...init, headers: { 'x-api-key': bank.keys.noKyc, ...headers } })
  const text = await response.text()
  const isJson = text !== '' && response.headers.get('content-type')?.includes('json') === true
  return { response, status: response.status, body: isJson ? JSON.parse(text) : text }
}

const listeners = (): readonly string[] => [bank.url, bank.operatorUrl]
const refusedFor = (path: string) => ({ status: 400, body: { errorCode: 'P403', errors: [{ path }] } })

describe('what the router does not take', () => {
  test('a parameter of any length is named where it is too long', async () => {
    for (const length of [129, 2_500, 15_000]) {
      expect(await send(`${bank.url}/v1/user/${'a'.repeat(length)}`)).toMatchObject(refusedFor('externalUserId'))
    }
    expect((await send(`${bank.operatorUrl}/operator/v1/partners/${'a'.repeat(2_500)}`)).status).toBe(401)
    for (const url of listeners()) expect((await send(`${url}/v1/none/${'a'.repeat(15_000)}`)).status).toBe(404)
  })

  test('a method of no route is P404', async () => {
    for (const url of listeners()) {
      for (const method of ['QUERY', 'PROPFIND', 'OPTIONS']) {
        const { status, body } = await send(`${url}/v1/users`, { method })
        expect({ method, status, body }).toMatchObject({ method, status: 404, body: { errorCode: 'P404' } })
      }
    }
  })

  test('an address that cannot be decoded is P403', async () => {
    for (const url of listeners()) expect(await send(`${url}/v1/user/%zz`)).toMatchObject(refusedFor('request'))
  })
})

describe('the text of a body', () => {
  const name = (...bytes: number[]) =>
    Buffer.concat([Buffer.from('{"externalUserId":"bob","firstName":"'), Buffer.from(bytes), Buffer.from('"}')])
  const create = (type: string, body: Sent['body']) =>
    send(`${bank.url}/v1/user/balances/crypto`, { method: 'POST', headers: { 'content-type': type }, body: body ?? '' })

  test('is UTF-8: other bytes are refused, and so is the name of another encoding', async () => {
    for (const byte of [0xe9, 0xff, 0xc0])
      expect(await create('application/json', name(byte))).toMatchObject(refusedFor('body'))
    expect((await create('application/json', name(0xff))).body.errorMessage).toBe('body must be valid UTF-8')
    for (const type of ['latin1', '"ISO-8859-1"', 'utf-16'].map(each => `application/json; charset=${each}`))
      expect(await create(type, name(0x41))).toMatchObject(refusedFor('Content-Type'))
  })

  test('may be said to be UTF-8 in any letter case', async () => {
    for (const type of ['UTF-8', '"utf-8"', 'utf-8; version=1'].map(each => `application/json; charset=${each}`))
      expect((await create(type, name(0xc3, 0xa9))).body.errorMessage).toMatch(/^email should not be empty/)
  })
})

describe('the body of a call that defines none', () => {
  const unsuspend = (body: string, headers: Record<string, string> = {}) =>
    send(`${bank.url}/v1/user/unsuspend/ann`, { method: 'PATCH', body, headers })
  const json = { 'content-type': 'application/json' }

  test('is part of what an idempotency key stands for', async () => {
    const keyed = { ...json, 'idempotency-key': 'one' }
    const first = await unsuspend('{"a":1}', keyed)
    expect((await unsuspend('{ "a": 1 }', keyed)).response.headers.get('idempotent-replayed')).toBe('true')
    expect(first.body.errorCode).not.toBe('P403')
    expect(await unsuspend('{"a":2}', keyed)).toMatchObject({ status: 409, body: { errorCode: 'P409' } })
  })

  test('is refused where it cannot be read; an empty one is of any type', async () => {
    expect(await unsuspend('{"a":', json)).toMatchObject(refusedFor('body'))
    expect(await unsuspend('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject(
      refusedFor('Content-Type'),
    )
    expect(await unsuspend('--b--', { 'content-type': 'multipart/form-data; boundary=b' })).toMatchObject(
      refusedFor('Content-Type'),
    )
    const empty = await unsuspend('')
    for (const type of ['application/json; charset=latin1', 'text/plain', 'multipart/form-data; boundary=b'])
      expect(await unsuspend('', { 'content-type': type })).toMatchObject({ status: empty.status, body: empty.body })
    expect(empty.body.errorCode).not.toBe('P403')
  })
})
