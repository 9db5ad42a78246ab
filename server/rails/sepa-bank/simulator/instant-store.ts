import type { Sql } from '../../../kit/sql.ts'

/** What the bank knows of an instant payment. */
export interface KnownInstant {
  readonly status: 'ACCP' | 'RJCT'
  readonly reason: string | null
}

/** False: it was there before. */
export async function insertInstant(
  sql: Sql,
  { reference, status, reason, decidedAt }: KnownInstant & { readonly reference: string; readonly decidedAt: Date },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into sim_bank.instant (reference, status, reason, decided_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [reference, status, reason, decidedAt],
  )
  return rowCount === 1
}

export async function findInstant(
  sql: Sql,
  reference: string,
): Promise<(KnownInstant & { readonly decidedAt: Date }) | undefined> {
  const { rows } = await sql.query<KnownInstant & { decidedAt: Date }>(
    'select status, reason, decided_at as "decidedAt" from sim_bank.instant where reference = $1',
    [reference],
  )
  return rows[0]
}
