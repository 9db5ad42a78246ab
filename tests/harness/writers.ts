import type { Pool } from 'pg'

/** Tables for `startWriters`. */
export const WRITTEN_TABLES = `
  create table debit (id bigint generated always as identity primary key, n bigint not null unique, note text not null);
  create table credit (debit_id bigint primary key references debit, n bigint not null);`

/**
 * Writers that go on until stopped: each transaction puts a row into `debit` and one into `credit`, so a copy that has
 * one without the other is torn. `acknowledged` grows with each commit that was answered. With `keepOn` a writer whose
 * transaction failed goes on with the next.
 */
export function startWriters(
  pool: Pool,
  count: number,
  { keepOn = false }: { keepOn?: boolean } = {},
): { acknowledged: number[]; stop: () => Promise<void> } {
  const acknowledged: number[] = []
  let next = 0
  let writing = true
  const writer = async () => {
    while (writing) {
      const n = ++next
      const written = pool.query(
        `with d as (insert into debit (n, note) values ($1::bigint, repeat(md5($1::bigint::text), 20)) returning id, n)
         insert into credit select id, n from d`,
        [n],
      )
      const counted = written.then(() => void acknowledged.push(n))
      await (keepOn ? counted.catch(() => undefined) : counted)
    }
  }
  const all = Promise.all(Array.from({ length: count }, writer))
  return {
    acknowledged,
    async stop() {
      writing = false
      await all
    },
  }
}

/** What a copy of the written tables lacks of `expected`, and how many rows of it are torn. */
export async function judgeCopy(pool: Pool, expected: number[]): Promise<{ missing: number[]; torn: number }> {
  const { rows } = await pool.query<{ n: number; torn: boolean }>(
    `select coalesce(d.n, c.n)::int as n, c.n is null or d.n is distinct from c.n as torn
     from debit d full join credit c on c.debit_id = d.id`,
  )
  const there = new Set(rows.map(({ n }) => n))
  return { missing: expected.filter(n => !there.has(n)), torn: rows.filter(({ torn }) => torn).length }
}
