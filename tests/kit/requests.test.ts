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
