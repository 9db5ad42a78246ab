import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { realNow } from '../../kit/clock/clock.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { demoPartners } from './index.ts'
import { batchesOf, type NewLine } from './request-batch.ts'
import { RequestLog } from './request-log.ts'
import { insertBatches, type LogFilter, type LogPosition, listLines } from './request-log-store.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(async () => {
  // Before the end: dropping the database cuts connections that are just closing.
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

const makeKey = async (name: string, scopes: string[]) => {
  const { status, body } = await bank.call('POST', '/v1/partner/api-keys', { name, scopes })
  expect(status).toBe(200)
  return body as { keyId: string; apiKey: string; prefix: string; scopes: string[] }
}

async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const answer = await ask()
    if (is(answer)) return answer
    if (performance.now() > deadline) throw new Error(`not so within 5 s: ${JSON.stringify(answer)}`)
    await new Promise(resolve => setImmediate(resolve))
  }
}

test('a key is shown once, works with its scopes, and is refused from the answer to its deletion on', async () => {
  const made = await makeKey('till 7', ['read', 'read'])
  expect(made.apiKey).toMatch(/^sk_test_[\w-]{43}$/)
  expect(made.prefix).toBe(made.apiKey.slice(0, 12))
  expect(made.scopes).toEqual(['read'])
  const key = made.apiKey
  const listed = await bank.call('GET', '/v1/partner/api-keys', undefined, { key })
  expect(listed.status).toBe(200)
  expect(listed.text).not.toContain(key)
  const write = await bank.call('POST', '/v1/partner/api-keys', { name: 'x', scopes: ['admin'] }, { key })
  expect([write.status, write.body.errorCode]).toEqual([403, 'P492'])
  const deleted = await bank.call('DELETE', `/v1/partner/api-keys/${made.keyId}`)
  expect(deleted.body.revokedAt).not.toBeNull()
  expect((await bank.call('GET', '/v1/partner/api-keys', undefined, { key })).body).toEqual({
    errorCode: 'P401',
    errorName: 'access-denied',
    errorMessage: 'Access Denied. xo2',
  })
  const again = await bank.call('DELETE', `/v1/partner/api-keys/${made.keyId}`)
  expect(again.body.revokedAt).toBe(deleted.body.revokedAt)
})

test('the replay of a key’s making shows it masked', async () => {
  const options = { headers: { 'idempotency-key': 'make-a-key' } }
  const first = await bank.call('POST', '/v1/partner/api-keys', { name: 'once', scopes: ['write'] }, options)
  const second = await bank.call('POST', '/v1/partner/api-keys', { name: 'once', scopes: ['write'] }, options)
  expect(first.body.apiKey).toMatch(/^sk_test_/)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body).toEqual({ ...first.body, apiKey: '[masked]' })
})

test('the last key with the scope admin stays', async () => {
  const key = bank.keys.noKyc
  const { body } = await bank.call('GET', '/v1/partner/api-keys', undefined, { key })
  const [only] = body.apiKeys
  const refused = await bank.call('DELETE', `/v1/partner/api-keys/${only.keyId}`, undefined, { key })
  expect([refused.status, refused.body.errorCode]).toEqual([400, 'P403'])
  expect(refused.body.errorMessage).toBe('keyId is the last key with the scope admin: make another one first')
  const second = await bank.call('POST', '/v1/partner/api-keys', { name: 'b', scopes: ['admin'] }, { key })
  const answers = await Promise.all([
    bank.call('DELETE', `/v1/partner/api-keys/${only.keyId}`, undefined, { key }),
    bank.call('DELETE', `/v1/partner/api-keys/${second.body.keyId}`, undefined, { key }),
  ])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
})

test('another partner’s key does not exist', async () => {
  const { keyId } = await makeKey('mine', ['read'])
  const other = await bank.call('DELETE', `/v1/partner/api-keys/${keyId}`, undefined, { key: bank.keys.noKyc })
  // The demo key of that partner may have been deleted above: then it is not even let in.
  expect([404, 401]).toContain(other.status)
  const { body } = await bank.call('GET', '/v1/partner/api-keys')
  expect(body.apiKeys.find((key: { keyId: string }) => key.keyId === keyId).revokedAt).toBeNull()
})

test('the keys come newest first, page by page', async () => {
  await makeKey('page 1', ['read'])
  await makeKey('page 2', ['read'])
  const first = await bank.call('GET', '/v1/partner/api-keys?limit=1')
  expect(first.body.apiKeys[0].name).toBe('page 2')
  const second = await bank.call('GET', `/v1/partner/api-keys?limit=1&cursor=${first.body.nextCursor}`)
  expect(second.body.apiKeys[0].name).toBe('page 1')
  const wrong = await bank.call('GET', '/v1/partner/api-keys?cursor=abc')
  expect([wrong.status, wrong.body.errorCode]).toEqual([400, 'P403'])
})

test('the allow list is replaced as a whole and read back as it was written', async () => {
  const ranges = ['10.0.0.0/8', '2001:db8::/32', '203.0.113.9']
  const put = await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [...ranges, '10.0.0.0/8'] })
  expect(put.body).toEqual({ ranges })
  expect((await bank.call('GET', '/v1/partner/ip-allowlist')).body).toEqual({ ranges })
  for (const bad of ['10.0.0.0/33', '10.0.0', 'example.com', '::/129', '']) {
    const { status, body } = await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [bad] })
    expect([status, body.errorCode, bad]).toEqual([400, 'P403', bad])
  }
  expect((await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [] })).body).toEqual({ ranges: [] })
})

test('the partner’s balances have the shape of a user’s, with what it was given at the start', async () => {
  const { body } = await bank.call('GET', '/v1/partner/balances')
  expect(body.partnerId).toBe(demoPartners.kyc.id)
  expect(body.fiatBalances).toMatchObject([
    { name: 'eur', amount: '100000.00', availableAmount: '100000.00', heldAmount: '0.00', rate: 1, status: 'ACTIVE' },
  ])
  const eth = body.cryptoBalances.find(({ name }: { name: string }) => name === 'eth')
  expect(eth).toMatchObject({ amount: '50.00000000', wallet: null, wallets: {} })
  expect(eth.networkConfig.ethereum).toEqual({
    mainnet: false,
    name: 'Ethereum',
    withdrawal: { feeWithdrawal: 0.003, minWithdrawal: 0.0006 },
    deposit: { minDeposit: 0 },
  })
})

test('the fees are the documented ones', async () => {
  const { body } = await bank.call('GET', '/v1/partner/fees')
  expect(body.version).toBe(1)
  const exchange = { kind: 'EXCHANGE', currency: 'eur', network: null, fraction: '0.0149' }
  expect(body.fees[0]).toEqual({ ...exchange, minimum: '0.00', fixed: '0.00', isOverride: false })
})

test('the reference lists what is offered', async () => {
  const currencies = await bank.call('GET', '/v1/reference/currencies')
  expect(currencies.body.currencies.map(({ currency }: { currency: string }) => currency)).toContain('doge')
  const countries = await bank.call('GET', '/v1/reference/countries')
  const pl = countries.body.countries.find(({ country }: { country: string }) => country === 'PL')
  expect(pl).toEqual({ country: 'PL', isServed: true, hasIban: true, hasCards: true, needsProofOfAddress: false })
})

test('a call is in the request log soon, without its body, and can be filtered and paged', async () => {
  const options = { headers: { 'idempotency-key': 'log-me' } }
  const body = { name: 'logged', scopes: ['nonsense'], note: 'a secret' }
  const refused = await bank.call('POST', '/v1/partner/api-keys', body, options)
  const requestId = refused.headers.get('x-request-id')
  const list = (query: string) => bank.call('GET', `/v1/partner/requests${query}`)
  const found = await until(
    () => list('?status=400'),
    answer => answer.body.requests.some((line: { requestId: string }) => line.requestId === requestId),
  )
  const line = found.body.requests.find((one: { requestId: string }) => one.requestId === requestId)
  expect(line).toMatchObject({
    method: 'POST',
    path: '/v1/partner/api-keys',
    status: 400,
    errorCode: 'P403',
    idempotencyKey: 'log-me',
    call: 'createApiKey',
    isReplayed: false,
  })
  expect(found.text).not.toContain('a secret')
  expect(found.body.requests.every(({ status }: { status: number }) => status === 400)).toBe(true)

  const all = await list('?limit=200')
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(`?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
    paged.push(...page.body.requests.map((one: { requestId: string }) => one.requestId))
    cursor = page.body.nextCursor
  }
  const ids: string[] = all.body.requests.map((one: { requestId: string }) => one.requestId)
  expect(paged.filter(id => ids.includes(id))).toEqual(ids)
  expect(new Set(paged).size).toBe(paged.length)

  const now = (await bank.running.resources.kernel.clock.now()).getTime()
  const later = new Date(now + 1).toISOString()
  expect((await list(`?from=${later}`)).body.requests).toEqual([])
  expect((await list(`?from=${new Date(now).toISOString()}&to=${later}&limit=1`)).body.requests).toHaveLength(1)
})

test('one partner never sees what another called', async () => {
  await bank.call('GET', '/v1/reference/currencies')
  const { rows } = await bank.database.pool.query('select count(*)::int as n from partners.request_batch')
  expect(rows[0].n).toBeGreaterThan(0)
  const lines = await listLines(bank.database.pool, demoPartners.noKyc.id, {}, { limit: 1000, after: undefined })
  expect(lines.every(({ path }) => path.startsWith('/v1/partner/api-keys'))).toBe(true)
})

test('calls older than 30 days leave the log', async () => {
  const count = async () => {
    const { rows } = await bank.database.pool.query(
      'select count(*)::int as n from partners.request_batch where last_at < clock.now() - interval $$30 days$$',
    )
    return rows[0].n as number
  }
  await until(
    async () => (await bank.call('GET', '/v1/partner/requests?limit=1')).body.requests.length,
    n => n > 0,
  )
  await bank.database.owner.query(
    `update partners.request_batch set first_at = first_at - interval '31 days', last_at = last_at - interval '31 days'`,
  )
  expect(await count()).toBeGreaterThan(0)
  await bank.database.owner.query("update jobs.job set due_at = clock.now() where kind = 'partners.prune-requests'")
  await until(count, n => n === 0)
})

test('while the database is away the log keeps what fits and counts what it drops', async () => {
  const { kernel } = bank.running.resources
  let isAway = true
  let dropped = 0
  const written: number[] = []
  const query = async (_text: string, values: unknown[]) => {
    if (isAway) throw new Error('the database is away')
    // Each line has the id of its request once, in the text of its batch.
    written.push(String(values[5]).split(demoPartners.kyc.id).length - 1)
    return { rows: [], rowCount: 0 }
  }
  const log = new RequestLog({
    ...kernel,
    clock: { ...kernel.clock, mode: 'real' },
    pool: { query } as unknown as typeof kernel.pool,
    log: { ...kernel.log, warn: () => undefined },
    metrics: {
      ...kernel.metrics,
      counter: () => ({ inc: (by: number) => (dropped += by) }) as never,
    },
  })
  const record = {
    id: demoPartners.kyc.id,
    caller: { partnerId: demoPartners.kyc.id, keyId: 'k', actor: 'a', scope: 'read', limits: {} as never },
    method: 'GET',
    path: '/',
    endpointId: undefined,
    status: 200,
    errorCode: undefined,
    errorMessage: undefined,
    ip: '::1',
    idempotencyKey: undefined,
    replayed: false,
    startedAt: new Date(0),
    durationMs: 1,
  } as const
  for (let n = 0; n < 25_000; n += 1) log.note(record)
  await log.stop()
  // Oldest first, as they came in beyond what is kept; the rest when nobody waits for it any more.
  expect(dropped).toBe(25_000)
  isAway = false
  for (let n = 0; n < 1_200; n += 1) log.note(record)
  await log.stop()
  expect(written.reduce((sum, n) => sum + n, 0)).toBe(1_200)
  expect(Math.max(...written)).toBeLessThanOrEqual(500)
})

const lineOf = (at: Date, over: Partial<NewLine> = {}): NewLine => ({
  partnerId: demoPartners.noKyc.id,
  id: uuidv7(realNow()),
  at,
  keyId: 'k',
  method: 'GET',
  path: '/v1/partner',
  endpointId: 'getPartner',
  status: 200,
  errorCode: null,
  errorMessage: null,
  ip: '127.0.0.1',
  idempotencyKey: null,
  replayed: false,
  latencyMs: 1,
  ...over,
})

test('lines of the request log whose answer was lost are written again, and stand once', async () => {
  const { pool } = bank.database
  const batches = batchesOf([lineOf(realNow(), { keyId: 'twice' })])
  await insertBatches(pool, batches)
  await insertBatches(pool, [...batches, ...batchesOf([lineOf(realNow(), { keyId: 'twice' })])])
  const lines = await listLines(pool, demoPartners.noKyc.id, {}, { limit: 200, after: undefined })
  expect(lines.filter(({ keyId }) => keyId === 'twice')).toHaveLength(2)
})

test('pages of the request log hold every line once, newest first, however it was written, by time and by status', async () => {
  const { pool } = bank.database
  const partnerId = uuidv7(realNow())
  const start = Date.parse('2026-01-01T00:00:00Z')
  const made = fc.sample(
    fc.record({ atMs: fc.nat(3_000_000), status: fc.constantFrom(200, 201, 404), path: fc.constantFrom('/ä', '/b"') }),
    { numRuns: 400, seed: 7 },
  )
  // Every fifth at one moment, so that the id decides.
  const lines = made.map(({ atMs, ...over }, n) =>
    lineOf(new Date(start + (n % 5 === 0 ? 1_000_000 : atMs)), { partnerId, ...over }),
  )
  for (let from = 0; from < lines.length; from += 37) await insertBatches(pool, batchesOf(lines.slice(from, from + 37)))
  const pagesOf = async (filter: LogFilter, limit: number) => {
    const all: NewLine[] = []
    for (let after: LogPosition | undefined; ; ) {
      const page = await listLines(pool, partnerId, filter, { limit, after })
      all.push(...page.map(line => ({ ...line, partnerId })))
      const last = page.at(-1)
      if (last === undefined) return all
      after = { at: last.at.toISOString(), id: last.id }
    }
  }
  const expected = (filter: LogFilter) =>
    lines
      .filter(({ at }) => at >= (filter.from ?? new Date(0)) && at < (filter.to ?? new Date(start + 1e9)))
      .filter(({ status }) => filter.status === undefined || status === filter.status)
      .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
  const window = { from: new Date(start + 500_000), to: new Date(start + 1_000_001) }
  for (const filter of [{}, { status: 404 }, window, { ...window, status: 200 }]) {
    expect(await pagesOf(filter, 7)).toEqual(expected(filter))
    expect(await pagesOf(filter, 200)).toEqual(expected(filter))
  }
})
