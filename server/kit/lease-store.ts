import type { Sql } from './sql.ts'

/** Takes or renews a lease for `termMs` of real time. False: another process holds it. */
export async function takeLease(sql: Sql, name: string, holder: string, termMs: number): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into work.lease as l (name, holder, until) values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
     on conflict (name) do update set holder = excluded.holder, until = excluded.until
     where l.holder = excluded.holder or l.until < clock_timestamp()`,
    [name, holder, termMs],
  )
  return rowCount === 1
}

export async function yieldLease(sql: Sql, name: string, holder: string): Promise<void> {
  await sql.query('delete from work.lease where name = $1 and holder = $2', [name, holder])
}

/** Says that this process lives; returns how many processes with the role live (a minute without a word is dead). */
export async function sayAlive(sql: Sql, id: string, roles: string, role: string): Promise<number> {
  await sql.query(
    `insert into work.process (id, roles, seen_at) values ($1, $2, clock_timestamp())
     on conflict (id) do update set seen_at = excluded.seen_at`,
    [id, roles],
  )
  const { rows } = await sql.query<{ alive: bigint }>(
    `select count(*) as alive from work.process where seen_at > clock_timestamp() - interval '15 seconds' and $1 = any (string_to_array(roles, ','))`,
    [role],
  )
  return Number(rows[0]?.alive ?? 1)
}

export async function sayGone(sql: Sql, id: string): Promise<void> {
  await sql.query(`delete from work.process where id = $1 or seen_at < clock_timestamp() - interval '1 day'`, [id])
}
