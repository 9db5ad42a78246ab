import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import type { Sql } from '../sql.ts'
import { ask, type Question, uuids } from './question.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const ids = ['0190f3a0-0000-7000-8000-000000000001', '0190f3a0-0000-7000-8000-000000000002']
const sum: Question<number> = { text: 'select $1::int + $2::int', values: [40, 2], read: Number }
const count: Question<number> = { text: 'select cardinality($1::uuid[])', values: [uuids(ids)], read: Number }
const nobody: Question<string> = { text: 'select $1::text where false', values: ['x'], read: text => text ?? 'nobody' }

test('questions of several contexts go in one statement, each with its own parameters', async () => {
  const pool: Sql = database.pool
  const texts: string[] = []
  const sql: Sql = {
    query(text, values) {
      texts.push(text)
      return pool.query(text, values)
    },
  }
  expect(await ask(sql, sum, count, nobody, sum)).toEqual([42, 2, 'nobody', 42])
  expect(texts).toHaveLength(1)
})

test('answers that are asked for together are of one moment', async () => {
  const moment: Question<string> = { text: `select pg_current_snapshot()`, values: [], read: String }
  const [first, second] = await ask(database.pool, moment, moment)
  expect(first).toBe(second)
})
