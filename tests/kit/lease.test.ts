import { afterAll, beforeAll, expect, test } from 'vitest'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { Singleton } from '../../server/kit/lease.ts'
import type { Sql } from '../../server/kit/sql.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

const soon = { timeout: 30_000 }
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

interface Turn {
  readonly who: string
  readonly atMs: number
}

/** A singleton of a process that can die: from then on none of its statements reaches the database. */
function contend(name: string, who: string, turns: Turn[]) {
  let isDead = false
  const asked: number[] = []
  const own: Sql = database.pool
  const sql: Sql = {
    query(text, values) {
      asked.push(elapsedMs())
      return isDead ? Promise.reject(new Error('dead')) : own.query(text, values)
    },
  }
  const singleton = new Singleton({
    sql,
    log,
    name,
    holder: uuidv7(new Date()),
    pauseMs: 20,
    loop() {
      turns.push({ who, atMs: elapsedMs() })
      return Promise.resolve(false)
    },
  })
  singleton.start()
  return {
    singleton,
    asked,
    die: () => {
      isDead = true
    },
  }
}

const turnsOf = (turns: readonly Turn[], who: string): Turn[] => turns.filter(turn => turn.who === who)

test('one of two holds a lease; when it dies the other takes over, and never while it may still hold', async () => {
  const turns: Turn[] = []
  const first = contend('one', 'first', turns)
  await expect.poll(() => turns.length, soon).toBeGreaterThan(2)
  const second = contend('one', 'second', turns)
  // Long enough for several renewals.
  const from = turns.length
  await expect.poll(() => elapsedMs() - (turns[from]?.atMs ?? elapsedMs()), soon).toBeGreaterThan(4_000)
  expect(turnsOf(turns, 'second')).toEqual([])
  first.die()
  await expect.poll(() => turnsOf(turns, 'second').length, soon).toBeGreaterThan(2)
  const taken = turnsOf(turns, 'second')[0]?.atMs ?? 0
  const last = turnsOf(turns, 'first').at(-1)?.atMs ?? 0
  expect(last).toBeLessThan(taken)
  await second.singleton.stop()
  await first.singleton.stop()
})

test('a holder that stops in order hands over at once', async () => {
  const turns: Turn[] = []
  const first = contend('two', 'first', turns)
  await expect.poll(() => turns.length, soon).toBeGreaterThan(0)
  const second = contend('two', 'second', turns)
  await first.singleton.stop()
  const { rowCount } = await database.pool.query(
    `select from work.lease where name = 'two' and until > clock_timestamp()`,
  )
  expect(rowCount === 0 || turnsOf(turns, 'second').length > 0).toBe(true)
  await expect.poll(() => turnsOf(turns, 'second').length, soon).toBeGreaterThan(0)
  await second.singleton.stop()
})

test('whoever waits for the lease does not ask for it at every commit that is announced', async () => {
  const turns: Turn[] = []
  const first = contend('three', 'first', turns)
  await expect.poll(() => turns.length, soon).toBeGreaterThan(0)
  const second = contend('three', 'second', turns)
  await expect.poll(() => second.asked.length, soon).toBe(1)
  for (let n = 0; n < 500; n += 1) {
    second.singleton.wake()
    await database.pool.query('select')
  }
  const elapsed = elapsedMs() - (second.asked[0] ?? 0)
  expect(second.asked.length).toBeLessThan(2 + elapsed / 1_000)
  await second.singleton.stop()
  await first.singleton.stop()
})
