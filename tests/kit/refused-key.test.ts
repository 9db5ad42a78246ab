import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { houseAccount, partnerAccount } from '../../server/contexts/ledger/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { withTransaction } from '../../server/kit/postgres/connect.ts'
import type { Sql } from '../../server/kit/sql.ts'
import { addItem, type Item } from '../../server/kit/work/batch.ts'
import { Batch } from '../../server/kit/work/batch-rows.ts'
import { commitBatch } from '../../server/kit/work/store.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.owner.query(`select clock.stamp('sandbox', 'real')`)
})
afterAll(() => database.drop())

/** A payment from the bank to an account, under a key. */
const pay = (partnerId: string, credit: string, key: string): Item => {
  const now = new Date()
  const line = {
    debit: houseAccount(partnerId, 'bank-safeguarding', 'eur'),
    credit,
    money: { asset: 'eur', units: 1n },
  }
  return {
    origin: { actor: 'test', partnerId, requestId: uuidv7(now) },
    now,
    effects: [{ post: [{ kind: 'test', businessId: uuidv7(now), lines: [line] }] }],
    keyed: { key, method: 'POST', path: '/', bodyHash: '00'.repeat(32), status: 201, answer: '{"done":true}' },
  }
}

async function openPartner(): Promise<string> {
  const now = new Date()
  const partnerId = uuidv7(now)
  await database.pool.query('select ledger.open_partner($1, $2)', [partnerId, now])
  return partnerId
}

/** A payment that its account cannot afford, under a key. */
function overdraw(partnerId: string, key: string): Item {
  const { effects, ...item } = pay(partnerId, houseAccount(partnerId, 'suspense', 'eur'), key)
  const line = {
    debit: partnerAccount(partnerId, 'eur'),
    credit: houseAccount(partnerId, 'suspense', 'eur'),
    money: { asset: 'eur', units: 1n },
  }
  return {
    ...item,
    effects: effects.map(one => ({ post: one.post?.map(entry => ({ ...entry, lines: [line] })) ?? [] })),
  }
}

function commitOn(sql: Sql, items: readonly Item[]): ReturnType<typeof commitBatch> {
  const batch = new Batch()
  for (const item of items) addItem(batch, item, new Map(), {})
  return commitBatch(sql, batch, refusalAnswers)
}

const commit = (...items: readonly Item[]): ReturnType<typeof commitBatch> => commitOn(database.pool, items)

/** How often this connection has read each table from end to end, but for the one that has one row. */
async function scansOf(sql: Sql): Promise<object[]> {
  const { rows } = await sql.query<{ table: string; scans: bigint }>(
    `select relid::regclass::text as table, seq_scan as scans from pg_stat_xact_user_tables
     where seq_scan > 0 and relid <> 'clock.setting'::regclass order by 1`,
  )
  return rows
}

test('of one call each refused item keeps the answer of its own refusal, or none, and the others theirs', async () => {
  const partnerId = await openPartner()
  const good = (key: string) => pay(partnerId, houseAccount(partnerId, 'suspense', 'eur'), key)
  const lost = (key: string) => pay(partnerId, uuidv7(new Date()), key)
  const poor = (key: string) => overdraw(partnerId, key)
  await commit(poor('1'), poor('2'), lost('3'), good('4'), poor('5'), lost('6'), lost('7'), good('8'), poor('9'))
  const { rows } = await database.pool.query<{ key: string; status: number; code: string | null }>(
    `select key, status, answer::json ->> 'errorCode' as code from work.idempotency where partner_id = $1 order by key`,
    [partnerId],
  )
  const answers = rows.map(({ key, status, code }) => [key, `${status} ${code}`])
  const refused = ['1', '2', '5', '9'].map(key => [key, '400 P433'])
  expect(Object.fromEntries(answers)).toEqual({ ...Object.fromEntries(refused), '4': '201 null', '8': '201 null' })
})

test('an item that is refused without an answer to keep leaves its key free, and the success it hoped for is never replayed', async () => {
  const partnerId = await openPartner()
  const verdicts = await commit(
    pay(partnerId, uuidv7(new Date()), 'nowhere'),
    pay(partnerId, houseAccount(partnerId, 'suspense', 'eur'), 'somewhere'),
  )
  expect(verdicts).toEqual([{ o: 1, verdict: 'account-missing' }])
  const { rows } = await database.pool.query('select key, status from work.idempotency where partner_id = $1', [
    partnerId,
  ])
  expect(rows).toEqual([{ key: 'somewhere', status: 201 }])
})

test('of several refusals in one call each keeps its answer or frees its key, and no table is read whole', async () => {
  const partnerId = await openPartner()
  const suspense = houseAccount(partnerId, 'suspense', 'eur')
  expect(await commit(pay(partnerId, suspense, 'known'))).toEqual([])
  // From now on the planner knows how small the tables are.
  await database.owner.query('vacuum analyze')
  const items = [
    pay(partnerId, uuidv7(new Date()), 'nowhere'),
    pay(partnerId, suspense, 'known'),
    overdraw(partnerId, 'too much'),
    pay(partnerId, suspense, 'good'),
    overdraw(partnerId, 'again too much'),
  ]
  const verdicts = await withTransaction(database.pool, async sql => {
    const before = await scansOf(sql)
    const all = await commitOn(sql, items)
    expect(await scansOf(sql)).toEqual(before)
    return all
  })
  expect(verdicts).toEqual([
    { o: 2, verdict: 'claimed' },
    { o: 1, verdict: 'account-missing' },
    { o: 3, verdict: 'insufficient-funds' },
    { o: 5, verdict: 'insufficient-funds' },
  ])
  const { rows } = await database.pool.query(
    'select key, status from work.idempotency where partner_id = $1 order by key',
    [partnerId],
  )
  expect(rows).toEqual([
    { key: 'again too much', status: 400 },
    { key: 'good', status: 201 },
    { key: 'known', status: 201 },
    { key: 'too much', status: 400 },
  ])
})

test('of items with one key one is written, in one call or in several', async () => {
  const partnerId = await openPartner()
  const next = (key: string): Item => pay(partnerId, houseAccount(partnerId, 'suspense', 'eur'), key)
  expect(await commit(next('a'), next('b'))).toEqual([])
  expect(await commit(next('c'), next('a'), next('b'), next('d'))).toEqual([
    { o: 2, verdict: 'claimed' },
    { o: 3, verdict: 'claimed' },
  ])
  expect(await commit(next('e'), next('e'))).toEqual([{ o: 2, verdict: 'claimed' }])
  const { rows } = await database.pool.query(
    'select count(*)::int as entries from ledger.entry where partner_id = $1',
    [partnerId],
  )
  expect(rows).toEqual([{ entries: 5 }])
})

test('a key that is forgotten while its second call waits for another is not written under by that call', async () => {
  const partnerId = await openPartner()
  const next = (key: string): Item => pay(partnerId, houseAccount(partnerId, 'suspense', 'eur'), key)
  expect(await commit(next('old'))).toEqual([])
  const other = await database.pool.connect()
  await other.query('begin')
  await other.query(`select work.claim($1, 'other', 'POST', '/', '\\x00', 'r', now())`, [partnerId])
  // In the order of the keys: it has passed by the first, and waits at the second.
  const committed = commit(next('old'), next('other'))
  await vi.waitUntil(async () => {
    const { rows } = await database.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%work.commit%'`,
    )
    return rows.length > 0
  })
  await database.owner.query(`delete from work.idempotency where partner_id = $1 and key = 'old'`, [partnerId])
  await other.query('rollback')
  other.release()
  expect(await committed).toEqual([{ o: 1, verdict: 'claimed' }])
})
