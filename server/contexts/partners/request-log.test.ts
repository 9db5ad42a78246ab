import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../tests/harness/database.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { realNow } from '../../kit/clock/clock.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { migrate } from '../../kit/postgres/migrate.ts'
import { migrationsFolder } from '../../resources.ts'
import { demoPartners } from './index.ts'
import { batchesOf, type LoggedRequest, newLine } from './request-batch.ts'
import { RequestLog } from './request-log.ts'
import { insertBatches, type LogFilter, type LogPosition, listLines, pruneLog } from './request-log-store.ts'

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

async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const answer = await ask()
    if (is(answer)) return answer
    if (performance.now() > deadline) throw new Error(`not so within 5 s: ${JSON.stringify(answer)}`)
    await new Promise(resolve => setImmediate(resolve))
  }
}

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

test('a refusal under a key has its code in the log, and so has its replay', async () => {
  const options = { headers: { 'idempotency-key': 'too-poor' } }
  const body = { destinationExternalUserId: 'poor', amount: '99999999.00', currency: 'eur' }
  const person = { externalUserId: 'poor', email: 'p@example.com', firstName: 'Po', lastName: 'Or' }
  await bank.call('POST', '/v1/user/balances/crypto', person, { key: bank.keys.noKyc })
  const noKyc = { ...options, key: bank.keys.noKyc }
  const first = await bank.call('POST', '/v1/transfer', body, noKyc)
  expect(first.body.errorCode).toBe('P433')
  const again = await bank.call('POST', '/v1/transfer', body, noKyc)
  expect(again.text).toBe(first.text)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const found = await until(
    () => bank.call('GET', '/v1/partner/requests?status=400', undefined, { key: bank.keys.noKyc }),
    answer => answer.body.requests.length === 2,
  )
  expect(
    found.body.requests.map(({ errorCode, errorMessage, isReplayed }: Record<string, unknown>) => [
      errorCode,
      errorMessage,
      isReplayed,
    ]),
  ).toEqual([
    ['P433', first.body.errorMessage, true],
    ['P433', first.body.errorMessage, false],
  ])
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

test('what is answered while the server stops is in the request log', async () => {
  const stopping = await startBank()
  try {
    const calls = Array.from({ length: 50 }, () => stopping.call('GET', '/v1/partner/requests'))
    // The others are on their way now.
    await Promise.race(calls)
    const [answers] = await Promise.all([Promise.allSettled(calls), stopping.running.close()])
    const answered = answers.filter(({ status }) => status === 'fulfilled')
    const { rows } = await stopping.database.owner.query<{ lines: string }>('select lines from partners.request_batch')
    const logged = rows.flatMap(({ lines }) => JSON.parse(lines) as unknown[])
    expect(logged.length).toBeGreaterThanOrEqual(answered.length)
    expect(answered.length).toBeGreaterThan(0)
  } finally {
    await stopping.stop()
  }
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

const lineOf = (at: Date, over: Partial<LoggedRequest> = {}): LoggedRequest => ({
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
  const batch = () => batchesOf([newLine(demoPartners.noKyc.id, lineOf(realNow(), { keyId: 'twice' }))])
  const batches = batch()
  await insertBatches(pool, batches)
  await insertBatches(pool, [...batches, ...batch()])
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
    lineOf(new Date(start + (n % 5 === 0 ? 1_000_000 : atMs)), {
      errorCode: 'P404',
      errorMessage: 'the message',
      idempotencyKey: n % 2 === 0 ? null : 'the key',
      replayed: n % 3 === 0,
      latencyMs: n,
      ...over,
    }),
  )
  const fresh = lines.map(line => newLine(partnerId, line))
  for (let from = 0; from < lines.length; from += 37) await insertBatches(pool, batchesOf(fresh.slice(from, from + 37)))
  const pagesOf = async (filter: LogFilter, limit: number) => {
    const all: LoggedRequest[] = []
    for (let after: LogPosition | undefined; ; ) {
      const page = await listLines(pool, partnerId, filter, { limit, after })
      all.push(...page)
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

test('lines of the version before are all in the log after the upgrade, and leave it with age', async () => {
  const database = await createTestDatabase({ empty: true })
  try {
    const migrateTo = (upTo?: number) =>
      migrate({ ownerUrl: database.ownerUrl, folder: migrationsFolder, log: quietLog, ...(upTo && { upTo }) })
    await migrateTo(70)
    const partnerId = demoPartners.kyc.id
    // Some thousand in one span of one status, so that they are more than a batch may have.
    await database.owner.query(
      `insert into partners.request_log
       select $1, timestamptz '2026-01-01' + n * interval '123 ms', gen_random_uuid(), 'k', 'GET', '/"ä' || n, 'call',
         case n % 9 when 0 then 404 else 200 end, case n % 9 when 0 then 'P404' end, 'message', '::1', 'key', n % 2 = 0, n
       from generate_series(1, 6000) as n`,
      [partnerId],
    )
    const { rows } = await database.owner.query(
      `select partner_id as "partnerId", id, at, key_id as "keyId", method, path, status, error_code as "errorCode",
         latency_ms as "latencyMs", ip, idempotency_key as "idempotencyKey", endpoint_id as "endpointId",
         error_message as "errorMessage", replayed
       from partners.request_log order by at desc, id desc`,
    )
    await migrateTo()
    const lines = await listLines(database.pool, partnerId, {}, { limit: 10_000, after: undefined })
    expect(lines.map(line => ({ partnerId, ...line }))).toEqual(rows)
    const before = new Date('2026-01-02')
    while (await pruneLog(database.pool, before)) continue
    const left = await database.owner.query(
      'select (select count(*) from partners.request_batch)::int + (select count(*) from partners.request_log)::int as n',
    )
    expect(left.rows).toEqual([{ n: 0 }])
  } finally {
    await database.drop()
  }
})
