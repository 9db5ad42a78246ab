import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
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

describe('x-request-id', () => {
  const id = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

  test('is on every page beside the endpoints', async () => {
    const link = '/v1/kyc/verification/ann/019c0000-0000-7000-8000-000000000000'
    for (const path of ['/health/live', '/health/ready', '/openapi.json', '/docs', link, '/no/such/page']) {
      const { response } = await send(bank.url + path)
      expect(response.headers.get('x-request-id'), path).toMatch(id)
    }
    const page = await (await fetch(bank.url + link)).text()
    const [script = ''] = /\/hosted\/[^"]+\.js/.exec(page) ?? []
    expect((await send(bank.url + script)).response.headers.get('x-request-id')).toMatch(id)
    const file = await send(`${bank.operatorUrl}/operator/v1/kyc-files/019c0000-0000-7000-8000-000000000000/content`)
    expect(file.response.headers.get('x-request-id')).toMatch(id)
  })

  test('is on the answer to what is no HTTP', async () => {
    const socket = connect(Number(new URL(bank.url).port), '127.0.0.1')
    socket.write('no HTTP\r\n\r\n')
    const answer = await textOf(socket)
    expect(answer).toContain('HTTP/1.1 400 Bad Request\r\n')
    expect(answer).toMatch(/\r\nX-Request-Id: [0-9a-f-]{36}\r\n/)
  })
})

describe('the request log', () => {
  const logged = async (requestId: string | null) => {
    const { body } = await send(`${bank.url}/v1/partner/requests?limit=200`)
    return body.requests.find((line: { requestId: string }) => line.requestId === requestId)
  }

  test.each<[string, string, Sent, object]>([
    ['no route takes', '/v1/no/such/route?a=b', {}, { method: 'GET', call: null, status: 404, errorCode: 'P404' }],
    ['has a method of no route', '/v1/users', { method: 'QUERY' }, { method: 'QUERY', call: null, status: 404 }],
    ['cannot be decoded', '/v1/user/%zz', {}, { method: 'GET', call: null, status: 400, errorCode: 'P403' }],
    [
      'is too large',
      '/v1/transfer',
      { method: 'POST', headers: { 'idempotency-key': 'large' }, body: ' '.repeat(1_100_000) },
      { call: 'createTransfer', status: 400, errorCode: 'P403', idempotencyKey: 'large' },
    ],
    ['asks for the head alone', '/v1/partner/balances', { method: 'HEAD' }, { method: 'HEAD', status: 200 }],
  ])('has a request that %s', async (_what, path, sent, line) => {
    const headers = { ...sent.headers, ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }) }
    const { response } = await send(bank.url + path, { ...sent, headers })
    await expect
      .poll(() => logged(response.headers.get('x-request-id')))
      .toMatchObject({
        path: path.split('?')[0],
        ...line,
      })
  })

  test('has what was refused while the server stopped', async () => {
    const stopping = await startBank()
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => stopping.call('GET', `/v1/no/such/route/${n}`)),
      )
      await stopping.running.close()
      const { rows } = await stopping.database.owner.query<{ lines: string }>(
        'select lines from partners.request_batch',
      )
      const log = rows.map(({ lines }) => lines).join()
      for (const { headers } of answers) expect(log).toContain(headers.get('x-request-id'))
    } finally {
      await stopping.stop()
    }
  })
})
