import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import type { Sql } from '../../kit/sql.ts'
import type { HistoryFilter } from './history.ts'
import { findLines, type LineQuery } from './store.ts'

const partnerId = '01980000-0000-7000-8000-000000000001'
const ownerId = '01980000-0000-7000-8000-00000000000a'
const rowsMade = 100_000
let database: TestDatabase

/** One owner with 100,000 lines, a minute apart: nearly all of them transfers in eur, as a busy partner has them. */
beforeAll(async () => {
  database = await createTestDatabase()
  await database.owner.query(
    `insert into statement.line (partner_id, owner_id, id, type, direction, status, account_id, asset, units, balance_after, created_at, completed_at)
     select $1, $2, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid,
            case when n % 20000 = 7 then 'SEPA_DEPOSIT' else 'P2P_TRANSFER' end, 'OUT',
            case when n % 20000 = 9 then 'FAILED' else 'COMPLETED' end, $2,
            case when n % 20000 = 11 then 'btc' else 'eur' end, 100, 0, at, at
     from (select n, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute' as at from generate_series(1, $3::int) n) as made`,
    [partnerId, ownerId, rowsMade],
  )
  await database.owner.query('vacuum analyze statement.line')
})
afterAll(() => database.drop())

interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** Rows that any node of the plan looked at, and the indexes it went by. */
function lookInto(plan: Plan): { looked: number; indexes: string[] } {
  const below = (plan.Plans ?? []).map(lookInto)
  return {
    looked: Math.max(plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0), ...below.map(one => one.looked)),
    indexes: [...(plan['Index Name'] ? [plan['Index Name']] : []), ...below.flatMap(one => one.indexes)],
  }
}

async function explained(filter: HistoryFilter, more: Partial<LineQuery> = {}) {
  const explain: Sql = {
    async query<R>(text: string, values: readonly unknown[] = []) {
      const { rows } = await database.owner.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${text}`,
        [...values],
      )
      plans.push(rows[0]?.['QUERY PLAN'][0]?.Plan)
      return { rows: [] as R[], rowCount: 0 }
    },
  }
  const plans: (Plan | undefined)[] = []
  await findLines(explain, { partnerId, ownerId, filter, isIdTimed: true, before: undefined, limit: 51, ...more })
  if (plans[0] === undefined) throw new Error('nothing was explained')
  return lookInto(plans[0])
}

const longAgo = new Date('2026-01-03T00:00:00Z')
const dayAfter = new Date('2026-01-04T00:00:00Z')

test.each<[string, HistoryFilter, string, number]>([
  ['no filter', {}, 'line_pkey', 51],
  ['a common type', { type: 'P2P_TRANSFER' }, 'line_pkey', 60],
  ['a rare type', { type: 'SEPA_DEPOSIT' }, 'line_type', 5],
  ['a type that never occurs', { type: 'CARD_TRANSACTION' }, 'line_type', 0],
  ['a rare status', { status: 'FAILED' }, 'line_status', 5],
  // PostgreSQL 18 stops at the limit (300 lines at most); 15 reads the day with an hour's slack on both sides, and sorts.
  ['a day long ago', { from: longAgo, to: dayAfter }, 'line_pkey', 1_560],
  ['until long ago', { to: longAgo }, 'line_pkey', 300],
  ['a day without anything', { from: new Date('2030-01-01'), to: new Date('2030-01-02') }, 'line_pkey', 0],
  ['a rare type on a day long ago', { type: 'SEPA_DEPOSIT', from: longAgo, to: dayAfter }, 'line_type', 5],
])('a page with %s looks at few of 100,000 lines', async (_, filter, index, most) => {
  const { looked, indexes } = await explained(filter)
  expect(indexes).toEqual([index])
  expect(looked).toBeLessThanOrEqual(most)
})

test('a page with a rare asset looks at few of 100,000 lines, on either side of an exchange', async () => {
  const { looked, indexes } = await explained({ asset: 'btc' })
  expect(indexes.toSorted()).toEqual(['line_asset', 'line_received'])
  expect(looked).toBeLessThanOrEqual(5)
})

test('a page deep in the history costs what the first one costs', async () => {
  const { looked, indexes } = await explained({}, { before: '019b8000-0000-7000-8000-000000000000' })
  expect(indexes).toEqual(['line_pkey'])
  expect(looked).toBeLessThanOrEqual(51)
})

test('the bounds in time give the same lines with and without the help of the ids', async () => {
  const query = { partnerId, ownerId, before: undefined, limit: 200 }
  for (const filter of [{ from: longAgo, to: dayAfter }, { to: longAgo }, { from: new Date('2026-03-11T10:38:00Z') }]) {
    const [timed, plain] = await Promise.all(
      [true, false].map(isIdTimed => findLines(database.pool, { ...query, filter, isIdTimed })),
    )
    expect(timed?.length).toBeGreaterThan(0)
    expect(timed).toEqual(plain)
  }
})
