import type { Sql } from '../sql.ts'

export async function readNow(sql: Sql): Promise<Date> {
  const { rows } = await sql.query<{ now: Date }>('select clock.now() as now')
  const row = rows[0]
  if (row === undefined) throw new Error('the clock is not set')
  return row.now
}

export async function advanceTo(sql: Sql, to: Date): Promise<Date> {
  const { rows } = await sql.query<{ now: Date }>('select clock.advance($1) as now', [to])
  return rows[0]?.now ?? to
}

export interface Stamp {
  readonly environment: 'sandbox' | 'production'
  readonly mode: 'real' | 'manual'
}

/** Stamps a new database; returns the stamp in force, which may be another than the wanted one. */
export async function stamp(sql: Sql, wanted: Stamp): Promise<Stamp> {
  const { rows } = await sql.query<Stamp>('select environment, mode from clock.stamp($1, $2)', [
    wanted.environment,
    wanted.mode,
  ])
  return rows[0] ?? wanted
}
