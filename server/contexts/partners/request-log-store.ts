import { binaryColumn, type ElementType } from '../../kit/postgres/binary-array.ts'
import type { Sql } from '../../kit/sql.ts'

/** One line of a partner's request log: no bodies, no secrets. */
export interface LoggedRequest {
  readonly id: string
  readonly at: Date
  readonly keyId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly errorCode: string | null
  readonly latencyMs: number
  readonly ip: string
  readonly idempotencyKey: string | null
  readonly endpointId: string | null
  readonly errorMessage: string | null
  readonly replayed: boolean
}

export interface NewLine extends LoggedRequest {
  readonly partnerId: string
}

const columns: readonly (readonly [string, ElementType, keyof NewLine])[] = [
  ['partner_id', 'uuid', 'partnerId'],
  ['at', 'timestamptz', 'at'],
  ['id', 'uuid', 'id'],
  ['key_id', 'text', 'keyId'],
  ['method', 'text', 'method'],
  ['path', 'text', 'path'],
  ['endpoint_id', 'text', 'endpointId'],
  ['status', 'int4', 'status'],
  ['error_code', 'text', 'errorCode'],
  ['error_message', 'text', 'errorMessage'],
  ['ip', 'text', 'ip'],
  ['idempotency_key', 'text', 'idempotencyKey'],
  ['replayed', 'bool', 'replayed'],
  ['latency_ms', 'int4', 'latencyMs'],
]
// No call waits for the disk: a crash of the database may cost the last moments of a log, and nothing else.
const insertText = `insert into partners.request_log (${columns.map(([name]) => name).join(', ')})
  select * from unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
  where (select set_config('synchronous_commit', 'off', true)) = 'off'`
const insertAgainText = `${insertText} on conflict do nothing`

/**
 * Writes many lines in one statement. `isAgain`: some may be there already, since the answer to an earlier try was lost;
 * those stay. To look for them takes half as long again.
 */
export async function insertLines(sql: Sql, lines: readonly NewLine[], isAgain: boolean): Promise<void> {
  const rows = lines.map(line => columns.map(([, , field]) => line[field]))
  await sql.query(
    isAgain ? insertAgainText : insertText,
    columns.map(([, type], column) => binaryColumn(type, rows, column)),
  )
}

interface Row {
  id: string
  at: Date
  key_id: string
  method: string
  path: string
  status: number
  error_code: string | null
  latency_ms: number
  ip: string
  idempotency_key: string | null
  endpoint_id: string | null
  error_message: string | null
  replayed: boolean
}

export interface LogPosition {
  readonly at: string
  readonly id: string
}

/** Newest first. `from` is included, `to` is not. */
export async function listLines(
  sql: Sql,
  partnerId: string,
  filter: { from?: Date | undefined; to?: Date | undefined; status?: number | undefined },
  page: { limit: number; after: LogPosition | undefined },
): Promise<LoggedRequest[]> {
  // The bound of the partial index stands in the text: a parameter would not prove it to the planner.
  const refused = filter.status !== undefined && filter.status >= 400 ? 'and status >= 400' : ''
  const { rows } = await sql.query<Row>(
    `select id, at, key_id, method, path, status, error_code, latency_ms, ip, idempotency_key, endpoint_id,
            error_message, replayed
     from partners.request_log
     where partner_id = $1 and at >= coalesce($2::timestamptz, '-infinity') and at < coalesce($3::timestamptz, 'infinity')
       and ($4::smallint is null or status = $4) ${refused}
       and (at, id) < (coalesce($5::timestamptz, 'infinity'), coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by at desc, id desc limit $7`,
    [
      partnerId,
      filter.from ?? null,
      filter.to ?? null,
      filter.status ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  )
  return rows.map(row => ({
    id: row.id,
    at: row.at,
    keyId: row.key_id,
    method: row.method,
    path: row.path,
    status: row.status,
    errorCode: row.error_code,
    latencyMs: row.latency_ms,
    ip: row.ip,
    idempotencyKey: row.idempotency_key,
    endpointId: row.endpoint_id,
    errorMessage: row.error_message,
    replayed: row.replayed,
  }))
}

const sliceMax = 5_000

/** Forgets lines older than the moment, a slice at a time; true when more may be left. */
export async function pruneLines(sql: Sql, before: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from partners.request_log where ctid = any (array(
       select ctid from partners.request_log where at < $1 limit ${sliceMax}))`,
    [before],
  )
  return rowCount === sliceMax
}
