import type { Sql } from '../../kit/sql.ts'
import type { Statement } from './statement.ts'

const columns = `id, message_id as "messageId", bank_statement_id as "bankStatementId", from_day as "fromDay", to_day as "toDay",
  opening_units as "openingUnits", closing_units as "closingUnits", credit_units as "creditUnits", debit_units as "debitUnits",
  entry_count as "entryCount", is_sound as "isSound", ledger_units as "ledgerUnits"`

/** One that is known by its bank's name stays as it is. */
export async function insertStatement(sql: Sql, statement: Statement, now: Date): Promise<void> {
  await sql.query(
    `insert into sepa.statement (id, message_id, bank_statement_id, from_day, to_day, opening_units, closing_units, credit_units,
       debit_units, entry_count, is_sound, arrived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (bank_statement_id) do nothing`,
    [
      statement.id,
      statement.messageId,
      statement.bankStatementId,
      statement.fromDay,
      statement.toDay,
      statement.openingUnits,
      statement.closingUnits,
      statement.creditUnits,
      statement.debitUnits,
      statement.entryCount,
      statement.isSound,
      now,
    ],
  )
}

/** Those that a message brought. */
export async function findStatementsOf(sql: Sql, messageId: string): Promise<Statement[]> {
  const { rows } = await sql.query<Statement>(`select ${columns} from sepa.statement where message_id = $1`, [
    messageId,
  ])
  return rows
}

/** The one that closed last before a day, and the one that opens first after it. */
export async function findNeighbours(
  sql: Sql,
  { id, fromDay, toDay }: Statement,
): Promise<{ readonly before: Statement | undefined; readonly after: Statement | undefined }> {
  const before = await sql.query<Statement>(
    `select ${columns} from sepa.statement where to_day < $1 and id <> $2 and is_sound order by to_day desc, id desc limit 1`,
    [fromDay, id],
  )
  const after = await sql.query<Statement>(
    `select ${columns} from sepa.statement where to_day > $1 and id <> $2 and is_sound order by to_day, id limit 1`,
    [toDay, id],
  )
  return { before: before.rows[0], after: after.rows[0] }
}

export async function saveComparison(sql: Sql, id: string, ledgerUnits: bigint, now: Date): Promise<void> {
  await sql.query('update sepa.statement set ledger_units = $2, compared_at = $3 where id = $1', [id, ledgerUnits, now])
}

/** A statement with how many of its breaks are open. */
export interface ReportedStatement extends Statement {
  readonly openBreaks: number
  readonly arrivedAt: Date
}

/** Newest first. */
export async function listStatementRows(
  sql: Sql,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<ReportedStatement[]> {
  const { rows } = await sql.query<ReportedStatement>(
    `select ${columns}, arrived_at as "arrivedAt",
            (select count(*)::int from sepa.reconciliation_break b where b.statement_id = s.id and b.resolved_at is null) as "openBreaks"
     from sepa.statement s where $1::uuid is null or id < $1 order by id desc limit $2`,
    [before ?? null, limit],
  )
  return rows
}

/** The last day that a sound statement was compared for. */
export async function findLastComparedDay(sql: Sql): Promise<string | null> {
  const { rows } = await sql.query<{ day: string | null }>(
    'select max(to_day) as day from sepa.statement where compared_at is not null',
  )
  return rows[0]?.day ?? null
}
