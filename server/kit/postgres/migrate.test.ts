import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { LacksRight } from './roles.ts'

let db: TestDatabase
let folder: string
beforeEach(async () => {
  db = await createTestDatabase({ empty: true })
  folder = await mkdtemp(join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
  await db.drop()
})

const put = (file: string, sql: string) => writeFile(join(folder, file), sql)
const run = (more: { upTo?: number; lockTimeoutMs?: number } = {}) =>
  migrate({ ownerUrl: db.ownerUrl, folder, log: quietLog, ...more })
const names = async () => (await run()).map(({ name }) => name)

test('files are applied once, in the order of their numbers', async () => {
  await put('0002-second.sql', 'alter table a add column y int;')
  await put('0001-first.sql', 'create table a (x int); grant select on a to florin_app;')
  expect(await names()).toEqual(['first', 'second'])
  expect(await names()).toEqual([])
  await put('0010-third.sql', 'create table b (); -- ends in a comment')
  expect(await names()).toEqual(['third'])
  expect((await db.pool.query('select x, y from a')).rows).toEqual([])
})

test('processes that migrate at the same time apply each file once', async () => {
  await put('0001-first.sql', 'create table a (x int);')
  await put('0002-index.sql', '-- no-transaction\ncreate index concurrently a_x on a (x);')
  const runs = await Promise.all([run(), run(), run(), run()])
  expect(
    runs
      .flat()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['first', 'index'])
})

test('a file that fails leaves nothing of itself, and names file, line and reason', async () => {
  await put('0001-good.sql', 'create table a (x int);')
  await put('0002-bad.sql', 'create table b (x int);\n\nselect no_such_column from a;\n')
  await expect(run()).rejects.toThrow(/0002-bad\.sql failed at line 3: column "no_such_column" does not exist/)
  const { rows } = await db.owner.query(`select to_regclass('a') is not null as a, to_regclass('b') is not null as b`)
  expect(rows).toEqual([{ a: true, b: false }])
})

test('a changed file that was applied is refused', async () => {
  await put('0001-first.sql', 'create table a (x int);')
  await run()
  await put('0001-first.sql', 'create table a (x bigint);')
  await expect(run()).rejects.toThrow(/0001-first was changed after it was applied/)
})

test('a database newer than the program is refused', async () => {
  await put('0001-first.sql', 'select 1')
  await put('0002-second.sql', 'select 1')
  await run()
  await rm(join(folder, '0002-second.sql'))
  await expect(run()).rejects.toThrow(/database is newer than this program: it has migration 0002-second/)
})

test('a new file with a number below an applied one is refused', async () => {
  await put('0002-second.sql', 'select 1')
  await run()
  await put('0001-late.sql', 'select 1')
  await expect(run()).rejects.toThrow(/0001-late comes before 2, .* give it a number above 2/)
})

test('two files of one number, and a file of another naming, are refused', async () => {
  await put('0001-a.sql', 'select 1')
  await put('0001-b.sql', 'select 1')
  await expect(run()).rejects.toThrow(/Two migrations have the number 0001: a and b/)
  await rm(join(folder, '0001-b.sql'))
  await put('add_cards.sql', 'select 1')
  await expect(run()).rejects.toThrow(/a migration is named like/)
})

test('migrating stops at the number asked for', async () => {
  await put('0001-first.sql', 'select 1')
  await put('0002-second.sql', 'select 1')
  expect((await run({ upTo: 1 })).map(({ name }) => name)).toEqual(['first'])
  expect(await names()).toEqual(['second'])
})

test('a concurrent index that failed half-way is made anew by the next run', async () => {
  await put('0001-first.sql', 'create table a (x int); insert into a values (1), (1);')
  await put('0002-index.sql', '-- no-transaction\ncreate unique index concurrently if not exists a_x on a (x);')
  await expect(run()).rejects.toThrow(/0002-index\.sql failed: could not create unique index "a_x"/)
  await db.owner.query('truncate a')
  expect(await names()).toEqual(['index'])
  const { rows } = await db.owner.query(`select indisvalid from pg_index where indexrelid = 'a_x'::regclass`)
  expect(rows).toEqual([{ indisvalid: true }])
})

test('a file outside of transactions holds one statement', async () => {
  await put('0001-two.sql', '-- no-transaction\nselect 1; select 2;')
  await expect(run()).rejects.toThrow(/cannot insert multiple commands/)
})

test('a lock held by somebody else is waited for in short tries, not in the queue', async () => {
  await put('0001-first.sql', 'create table a (x int);')
  await run()
  await put('0002-second.sql', 'alter table a add column y int;')
  const holder = await db.owner.connect()
  await holder.query('begin; select * from a')
  const migrating = run({ lockTimeoutMs: 50 })
  const waiting = `select count(*)::int as n from pg_stat_activity where application_name = 'florin migrate' and wait_event_type = 'Lock'`
  await expect.poll(async () => (await db.owner.query(waiting)).rows[0].n, { interval: 5 }).toBe(1)
  await expect.poll(async () => (await db.owner.query(waiting)).rows[0].n, { interval: 5 }).toBe(0)
  await holder.query('commit')
  holder.release()
  expect((await migrating).map(({ name }) => name)).toEqual(['second'])
})

test('an owner who may not make the missing role is told the SQL to run', async () => {
  await put('0001-first.sql', 'select 1')
  const user = `plain_${process.pid}`
  await db.owner.query(`create role ${user} login password 'x'; grant create on database ${db.name} to ${user}`)
  const ownerUrl = Object.assign(new URL(db.ownerUrl), { username: user, password: 'x' }).href
  const attempt = migrate({ ownerUrl, folder, log: quietLog, appRole: 'role_that_is_missing' })
  await expect(attempt).rejects.toThrow(/As a superuser run: create role "role_that_is_missing" login password/)
  expect((await migrate({ ownerUrl, folder, log: quietLog })).length).toBe(1)
  await db.owner.query(`drop owned by ${user}; drop role ${user}`)
})

test('with one user for both, an owner who makes the role may become it, and has its rights only then', async () => {
  await put('0001-first.sql', 'create table a (x int); grant select on a to once_app;')
  const user = `maker_${process.pid}`
  await db.owner.query(`create role ${user} login createrole password 'x'; alter database ${db.name} owner to ${user}`)
  await db.owner.query(`grant create on schema public to ${user}`)
  const ownerUrl = Object.assign(new URL(db.ownerUrl), { username: user, password: 'x' }).href
  const again = () => migrate({ ownerUrl, folder, log: quietLog, appRole: 'once_app', appUser: user })
  expect((await again()).length).toBe(1)
  expect(await again()).toEqual([])
  const pool = connect({ url: ownerUrl, applicationName: 'one url', log: quietLog, role: 'once_app' })
  expect((await pool.query('select current_user::text as name, (select count(*)::int from a) as n')).rows).toEqual([
    { name: 'once_app', n: 0 },
  ])
  await expect(pool.query('insert into a values (1)')).rejects.toThrow(/permission denied/)
  await pool.end()
  await db.owner.query(`alter database ${db.name} owner to current_user; drop owned by ${user}, once_app cascade`)
  await db.owner.query(`drop role once_app; drop role ${user}`)
})

test('with one user for both, an owner who may not become the role is told the SQL to run before anything is changed', async () => {
  await put('0001-first.sql', 'select 1')
  const [user, role] = [`single_${process.pid}`, `single_app_${process.pid}`]
  await db.owner.query(`create role ${role}; create role ${user} login password 'x'`)
  await db.owner.query(`grant create on database ${db.name} to ${user}`)
  const ownerUrl = Object.assign(new URL(db.ownerUrl), { username: user, password: 'x' }).href
  const attempt = () => migrate({ ownerUrl, folder, log: quietLog, appRole: role, appUser: user })
  const refusal = await attempt().catch((error: Error) => error)
  expect(refusal).toBeInstanceOf(LacksRight)
  const { rows } = await db.owner.query(`select to_regnamespace('migration') as made`)
  expect(rows).toEqual([{ made: null }])
  const [, statement = ''] = /As a superuser run: ([^;]+);/.exec((refusal as Error).message) ?? []
  await db.owner.query(statement)
  expect((await attempt()).length).toBe(1)
  await db.owner.query(`drop owned by ${user}; drop role ${user}; drop role ${role}`)
})
