import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { connect, connectionConfig, withTransaction } from './connect.ts'
import { ReadConnection } from './read-connection.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase({ empty: true })
})
afterAll(() => db.drop())

test('whole numbers of any size come as bigint, fractions as text, days as text, instants as Date', async () => {
  const { rows } = await db.owner.query(`
    select 9007199254740993::int8 as big, 12345678901234567890123456789012345678::numeric(38,0) as units, 1.50::numeric as rate,
      array[1,null,9007199254740993]::int8[] as list, array[1, 2.5]::numeric[] as mixed, date '2026-03-29' as day,
      timestamptz '2026-03-29 01:30:00.1239+00' as at, 7::int4 as small, null::int8 as nothing`)
  expect(rows[0]).toEqual({
    big: 9007199254740993n,
    units: 12345678901234567890123456789012345678n,
    rate: '1.50',
    list: [1n, null, 9007199254740993n],
    mixed: [1n, '2.5'],
    day: '2026-03-29',
    at: new Date('2026-03-29T01:30:00.123Z'),
    small: 7,
    nothing: null,
  })
})

test('a connection told to take a role acts as that role, with its time limits', async () => {
  const pool = connect({
    url: db.ownerUrl,
    applicationName: 'as the app',
    log: quietLog,
    role: 'florin_app',
    statementTimeoutMs: 1234,
  })
  const { rows } = await pool.query(`
    select current_user, current_setting('statement_timeout') as limit, current_setting('timezone') as zone,
      current_setting('application_name') as name`)
  await pool.end()
  expect(rows[0]).toEqual({ current_user: 'florin_app', limit: '1234ms', zone: 'UTC', name: 'as the app' })
})

test('the application role owns nothing and may not create', async () => {
  await expect(db.pool.query('create table public.mine (id int)')).rejects.toMatchObject({ code: '42501' })
  await expect(db.pool.query('create schema mine')).rejects.toMatchObject({ code: '42501' })
})

test('a transaction that throws leaves nothing behind', async () => {
  await db.owner.query('create table kept (id int)')
  const failing = withTransaction(db.owner, async client => {
    await client.query('insert into kept values (1)')
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect((await db.owner.query('select * from kept')).rows).toEqual([])
})

test('transactions that conflict are run again until each has counted once', async () => {
  await db.owner.query('create table counter (n int8); insert into counter values (0)')
  const increment = () =>
    withTransaction(
      db.owner,
      async client => {
        const { rows } = await client.query<{ n: bigint }>('select n from counter')
        await client.query('update counter set n = $1', [(rows[0]?.n ?? 0n) + 1n])
      },
      { isolation: 'serializable', attempts: 50 },
    )
  await Promise.all(Array.from({ length: 8 }, increment))
  expect((await db.owner.query('select n from counter')).rows).toEqual([{ n: 8n }])
})

test('a conflict that never ends is thrown after the last attempt', async () => {
  let attempts = 0
  const failing = withTransaction(
    db.owner,
    client => {
      attempts++
      return client.query(`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`)
    },
    { attempts: 3 },
  )
  await expect(failing).rejects.toMatchObject({ code: '40001' })
  expect(attempts).toBe(3)
})

test('reads sent at once on the one connection are each answered, and again when the connection ends under them', async () => {
  const config = connectionConfig({ url: db.ownerUrl, applicationName: 'reads', log: quietLog })
  const reads = new ReadConnection({ config, log: quietLog })
  const ask = (n: number) => reads.query<{ n: number }>('select $1::int as n', [n])
  const all = await Promise.all([1, 2, 3].map(ask))
  expect(all.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3])
  // A refusal is the asker's alone.
  const refused = reads.query('select 1 / $1::int', [0])
  const next = ask(4)
  await expect(refused).rejects.toMatchObject({ code: '22012' })
  expect((await next).rows).toEqual([{ n: 4 }])
  const slow = reads.query<{ pid: number }>('select pg_backend_pid() as pid, pg_sleep($1)', [0.3])
  const { rows: before } = await db.owner.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reads' and pid <> pg_backend_pid()`,
  )
  const { rows: after } = await slow
  expect(before.map(row => row.pid)).not.toContain(after[0]?.pid)
  await reads.end()
})
