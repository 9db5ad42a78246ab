import type { Sql } from '../../kit/sql.ts'
import type { BreakKind, NewBreak } from './reconciliation.ts'

/** A row of `sepa.reconciliation_break`. */
export interface Break extends NewBreak {
  readonly id: string
  readonly foundAt: Date
  readonly resolvedAt: Date | null
}

const columns = `id, kind, subject, statement_id as "statementId", direction, units, expected_units as "expectedUnits",
  bank_reference as "bankReference", booking_day as "bookingDay", found_at as "foundAt", resolved_at as "resolvedAt", resolution`

/** One that was found before stays as it is. */
export async function insertBreak(sql: Sql, id: string, found: NewBreak, now: Date): Promise<void> {
  await sql.query(
    `insert into sepa.reconciliation_break (id, kind, subject, statement_id, direction, units, expected_units, bank_reference,
       booking_day, found_at, resolved_at, resolution)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (kind, subject) do nothing`,
    [
      id,
      found.kind,
      found.subject,
      found.statementId,
      found.direction,
      found.units,
      found.expectedUnits,
      found.bankReference,
      found.bookingDay,
      now,
      found.resolution === null ? null : now,
      found.resolution,
    ],
  )
}

/** What is over by itself. */
export async function resolveFound(
  sql: Sql,
  kind: BreakKind,
  subjects: readonly string[],
  resolution: string,
  now: Date,
): Promise<void> {
  await sql.query(
    `update sepa.reconciliation_break set resolved_at = $4, resolution = $3
     where kind = $1 and subject = any ($2) and resolved_at is null`,
    [kind, subjects, resolution, now],
  )
}

/** Undefined: there is none that is open. */
export async function resolveOne(sql: Sql, id: string, resolution: string, now: Date): Promise<Break | undefined> {
  const { rows } = await sql.query<Break>(
    `update sepa.reconciliation_break set resolved_at = $3, resolution = $2 where id = $1 and resolved_at is null returning ${columns}`,
    [id, resolution, now],
  )
  return rows[0]
}

/** Oldest first; only the open ones, or all. */
export async function listBreakRows(
  sql: Sql,
  {
    kind,
    isOpen,
    after,
    limit,
  }: {
    readonly kind: BreakKind | undefined
    readonly isOpen: boolean
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<Break[]> {
  const { rows } = await sql.query<Break>(
    `select ${columns} from sepa.reconciliation_break
     where ($1::text is null or kind = $1) and (not $2::boolean or resolved_at is null) and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [kind ?? null, isOpen, after ?? null, limit],
  )
  return rows
}

/** How many are open, and since when the oldest is. */
export async function countOpenBreaks(sql: Sql): Promise<{ readonly open: number; readonly oldestAt: Date | null }> {
  const { rows } = await sql.query<{ open: number; oldestAt: Date | null }>(
    `select count(*)::int as open, min(found_at) as "oldestAt" from sepa.reconciliation_break where resolved_at is null`,
  )
  return rows[0] ?? { open: 0, oldestAt: null }
}
