import { describe, expect, test } from 'vitest'
import { createClient, eachItem, FlorinConnectionError, FlorinError } from './index.ts'
import { startScriptedServer } from './testing/scripted-server.ts'

const unavailable = {
  status: 503,
  headers: { 'retry-after': '0' },
  body: { errorCode: 'P501', errorName: 'unavailable', errorMessage: 'Try again.' },
}
const done = { status: 201, body: { transferId: 't-1' } }
const transfer = { destinationExternalUserId: 'customer-17', amount: '1.00', currency: 'eur' }

const clientOf = (baseUrl: string) => createClient({ baseUrl, apiKey: 'sk_test_1' })

describe('a call', () => {
  test('bears the key, the body as JSON and a key of its own for a change', async () => {
    await using server = await startScriptedServer(done)
    expect(await clientOf(server.url).transfers.createTransfer(transfer)).toEqual({ transferId: 't-1' })
    const [request] = server.seen
    expect(request).toMatchObject({ method: 'POST', url: '/v1/transfer', body: JSON.stringify(transfer) })
    expect(request?.headers).toMatchObject({ 'x-api-key': 'sk_test_1', 'content-type': 'application/json' })
    expect(request?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('encodes what stands in the path and the query, and leaves out what is undefined', async () => {
    await using server = await startScriptedServer({ status: 200, body: { transactions: [], nextCursor: null } })
    await clientOf(`${server.url}/`).users.getUserHistory('a b?c#d%', { currency: 'eur', type: undefined, limit: 5 })
    expect(server.seen[0]?.url).toBe('/v1/user/transaction-history/a%20b%3Fc%23d%25?currency=eur&limit=5')
    expect(server.seen[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  test('refuses to send a name that no path can carry', async () => {
    await using server = await startScriptedServer(done)
    expect(() => clientOf(server.url).users.getUser('..')).toThrow(RangeError)
    expect(server.seen).toEqual([])
  })

  test('reads another media type as text', async () => {
    await using server = await startScriptedServer({ status: 200, body: 'id,type\r\n' })
    expect(await clientOf(server.url).users.getUserHistoryAs('text/csv', 'customer-17')).toBe('id,type\r\n')
    expect(server.seen[0]?.headers.accept).toBe('text/csv')
  })
})

describe('a refusal', () => {
  test('is thrown with everything that the bank said, and is not repeated', async () => {
    const message = 'amount must be a positive number'
    await using server = await startScriptedServer({
      status: 400,
      headers: { 'x-request-id': 'r-1' },
      body: { errorCode: 'P403', errorMessage: message, errors: [{ path: 'amount', message }] },
    })
    const failure: unknown = await clientOf(server.url)
      .transfers.createTransfer(transfer)
      .catch(error => error)
    expect(failure).toBeInstanceOf(FlorinError)
    expect(failure).toMatchObject({
      status: 400,
      code: 'P403',
      name: 'validation-failed',
      message,
      errors: [{ path: 'amount', message }],
      requestId: 'r-1',
    })
    expect(server.seen).toHaveLength(1)
  })

  test('for a limit says which one, and what is left of it', async () => {
    const limit = {
      operation: 'TRANSFER',
      period: 'DAY',
      cap: '50.00',
      used: '40.00',
      remaining: '10.00',
      resetsAt: null,
    }
    const body = { errorCode: 'P483', errorName: 'limit-exceeded', errorMessage: 'Too much.', limit }
    await using server = await startScriptedServer({ status: 400, body })
    const refused = clientOf(server.url).transfers.createTransfer(transfer)
    await expect(refused).rejects.toMatchObject({ code: 'P483', limit, errors: [] })
  })

  test('that says "later" is repeated with the same key until it is done', async () => {
    const inProgress = { ...unavailable, status: 409, body: { errorCode: 'P408', errorMessage: 'In progress.' } }
    const limited = { ...unavailable, status: 429, body: { errorCode: 'P429', errorMessage: 'Too many.' } }
    await using server = await startScriptedServer(unavailable, inProgress, limited, done)
    expect(await clientOf(server.url).transfers.createTransfer(transfer)).toEqual({ transferId: 't-1' })
    const keys = server.seen.map(request => request.headers['idempotency-key'])
    expect(keys).toHaveLength(4)
    expect(new Set(keys).size).toBe(1)
  })

  test('is thrown when the tries are used up, or when the wait is longer than a call should be', async () => {
    await using busy = await startScriptedServer(unavailable)
    await expect(clientOf(busy.url).users.listUsers()).rejects.toMatchObject({ code: 'P501' })
    expect(busy.seen).toHaveLength(4)
    await using closed = await startScriptedServer({ ...unavailable, headers: { 'retry-after': '3600' } })
    await expect(clientOf(closed.url).users.listUsers()).rejects.toMatchObject({ code: 'P501' })
    expect(closed.seen).toHaveLength(1)
  })
})

describe('no usable answer', () => {
  test('is tried again, and tells the key when it stays so', async () => {
    await using server = await startScriptedServer({ status: 0, hangUp: true })
    const client = createClient({ baseUrl: server.url, apiKey: 'k', retriesMax: 1 })
    const failure: unknown = await client.transfers
      .createTransfer(transfer, { idempotencyKey: 'mine' })
      .catch(error => error)
    expect(failure).toBeInstanceOf(FlorinConnectionError)
    expect(failure).toMatchObject({ idempotencyKey: 'mine' })
    expect(server.seen.map(request => request.headers['idempotency-key'])).toEqual(['mine', 'mine'])
  })

  test('ends at the time-out of the call', async () => {
    await using server = await startScriptedServer({ status: 0, isSilent: true })
    const client = createClient({ baseUrl: server.url, apiKey: 'k', retriesMax: 0 })
    await expect(client.users.listUsers({}, { timeoutMs: 50 })).rejects.toThrow('no answer in time')
  })

  test('ends at once when the caller gives up', async () => {
    await using server = await startScriptedServer({ status: 0, isSilent: true })
    const signal = AbortSignal.timeout(50)
    await expect(clientOf(server.url).users.listUsers({}, { signal })).rejects.toThrow(/abort|timeout/i)
  })

  test('also when a proxy answers with a page of its own', async () => {
    await using server = await startScriptedServer({ status: 404, body: '<html>not here</html>' })
    const client = createClient({ baseUrl: server.url, apiKey: 'k', retriesMax: 0 })
    await expect(client.users.listUsers()).rejects.toThrow('unexpected answer with status 404')
  })
})

test('eachItem reads a list to its end, page after page', async () => {
  await using server = await startScriptedServer(
    { status: 200, body: { users: [{ userId: '1' }, { userId: '2' }], nextCursor: 'x' } },
    { status: 200, body: { users: [{ userId: '3' }], nextCursor: null } },
  )
  const client = clientOf(server.url)
  const ids: string[] = []
  for await (const user of eachItem(query => client.users.listUsers({ ...query, limit: 2 }))) ids.push(user.userId)
  expect(ids).toEqual(['1', '2', '3'])
  expect(server.seen.map(request => request.url)).toEqual(['/v1/users?limit=2', '/v1/users?cursor=x&limit=2'])
})
