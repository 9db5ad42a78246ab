import { binaryArray, type ElementType } from '../postgres/binary-array.ts'

/*
 * The rows of a call to `work.commit`, and how they are carried: one array a column for what every transfer writes,
 * JSON for what is rare. The order of the columns is that of the function's parameters.
 */

type Rows = Record<string, unknown>[]

export interface BatchInput {
  readonly entries: Rows
  readonly lines: Rows
  readonly holds: Rows
  readonly history: Rows
  readonly events: Rows
  readonly jobs: Rows
  readonly audit: Rows
  readonly rows: Rows
  readonly answers: Rows
}

export const emptyBatch = (): BatchInput => ({
  entries: [],
  lines: [],
  holds: [],
  history: [],
  events: [],
  jobs: [],
  audit: [],
  rows: [],
  answers: [],
})

type Columns = readonly (readonly [string, ElementType])[]

/** The columns of `work.commit`, in its order. */
const answerColumns: Columns = [
  ['o', 'int4'],
  ['partner_id', 'uuid'],
  ['key', 'text'],
  ['method', 'text'],
  ['path', 'text'],
  ['body_hash', 'bytea'],
  ['status', 'int4'],
  ['answer', 'text'],
  ['request_id', 'text'],
  ['created_at', 'timestamptz'],
]
const entryColumns: Columns = [
  ['o', 'int4'],
  ['partner_id', 'uuid'],
  ['id', 'uuid'],
  ['kind', 'text'],
  ['business_id', 'uuid'],
  ['value_date', 'text'],
  ['actor', 'text'],
  ['reason', 'text'],
  ['request_id', 'text'],
  ['cause', 'text'],
  ['reverses', 'uuid'],
]
const lineColumns: Columns = [
  ['o', 'int4'],
  ['i', 'int4'],
  ['partner_id', 'uuid'],
  ['entry_id', 'uuid'],
  ['debit', 'uuid'],
  ['credit', 'uuid'],
  ['asset', 'text'],
  ['units', 'text'],
  ['forced', 'bool'],
]
const historyColumns: Columns = [
  ['o', 'int4'],
  ['partner_id', 'uuid'],
  ['owner_id', 'uuid'],
  ['id', 'uuid'],
  ['type', 'text'],
  ['direction', 'text'],
  ['status', 'text'],
  ['account_id', 'uuid'],
  ['asset', 'text'],
  ['units', 'text'],
  ['fee_units', 'text'],
  ['fee_asset', 'text'],
  ['counterparty', 'text'],
  ['reference', 'text'],
  ['sealed', 'bytea'],
  ['entry_id', 'uuid'],
  ['created_at', 'timestamptz'],
  ['completed_at', 'timestamptz'],
  ['moves_on', 'bool'],
]
const eventColumns: Columns = [
  ['o', 'int4'],
  ['partner_id', 'uuid'],
  ['id', 'uuid'],
  ['type', 'text'],
  ['subject', 'text'],
  ['version', 'int4'],
  ['body', 'text'],
  ['sealed', 'bytea'],
  ['data_key_id', 'uuid'],
  ['actor', 'text'],
  ['request_id', 'text'],
  ['cause', 'text'],
  ['created_at', 'timestamptz'],
]

const arraysOf = (columns: Columns, rows: Rows): Buffer[] =>
  columns.map(([name, type]) =>
    binaryArray(
      type,
      rows.map(row => row[name]),
    ),
  )

/** The parameters of `work.commit`, in its order. */
export const batchParameters = (count: number, batch: BatchInput, refusals: string): unknown[] => [
  count,
  ...arraysOf(answerColumns, batch.answers),
  ...arraysOf(entryColumns, batch.entries),
  ...arraysOf(lineColumns, batch.lines),
  ...arraysOf(historyColumns, batch.history),
  ...arraysOf(eventColumns, batch.events),
  JSON.stringify(batch.holds),
  JSON.stringify(batch.jobs),
  JSON.stringify(batch.audit),
  JSON.stringify(batch.rows),
  refusals,
]

const parameterCount =
  1 + answerColumns.length + entryColumns.length + lineColumns.length + historyColumns.length + eventColumns.length + 5

/** `$1, $2, …` for them. */
export const batchPlaceholders = Array.from({ length: parameterCount }, (_, index) => `$${index + 1}`).join(', ')
