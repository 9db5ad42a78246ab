import { binaryColumn, type ElementType } from '../../kit/postgres/binary-array.ts'
import type { Sql } from '../../kit/sql.ts'
import { batchSpanMs, type LoggedRequest, linesOf, type RequestBatch } from './request-batch.ts'

const columns: readonly (readonly [string, ElementType, keyof RequestBatch])[] = [
  ['partner_id', 'uuid', 'partnerId'],
  ['status', 'int4', 'status'],
  ['first_at', 'timestamptz', 'firstAt'],
  ['last_at', 'timestamptz', 'lastAt'],
  ['id', 'uuid', 'id'],
  ['lines', 'text', 'lines'],
]
// No call waits for the disk: a crash of the database may cost the last moments of a log, and nothing else.
const insertText = `insert into partners.request_batch (${columns.map(([name]) => name).join(', ')})
  select * from unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
  where (select set_config('synchronous_commit', 'off', true)) = 'off'
  on conflict do nothing`

/** Writes batches in one statement. One that is there already stays: the answer to an earlier try may have been lost. */
export async function insertBatches(sql: Sql, batches: readonly RequestBatch[]): Promise<void> {
  const rows = batches.map(batch => columns.map(([, , field]) => batch[field]))
  await sql.query(
    insertText,
    columns.map(([, type], column) => binaryColumn(type, rows, column)),
  )
}

export interface LogFilter {
  /** Included. */
  readonly from?: Date | undefined
  /** Not included. */
  readonly to?: Date | undefined
  readonly status?: number | undefined
}

export interface LogPosition {
  readonly at: string
  readonly id: string
}

type Place = Pick<LoggedRequest, 'at' | 'id'>

const newestFirst = (a: Place, b: Place): number =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id === b.id ? 0 : -1)

const firstSlice = 4

/** The newest `limit` lines that fit, after the position. Batches overlap in time, so they are read until the rest is older. */
export async function listLines(
  sql: Sql,
  partnerId: string,
  filter: LogFilter,
  page: { limit: number; after: LogPosition | undefined },
): Promise<readonly LoggedRequest[]> {
  const after = page.after && { at: new Date(page.after.at), id: page.after.id }
  const fits = (line: LoggedRequest): boolean =>
    (filter.from === undefined || line.at >= filter.from) &&
    (filter.to === undefined || line.at < filter.to) &&
    (after === undefined || newestFirst(after, line) < 0)
  let found: LoggedRequest[] = []
  let last: FoundBatch | undefined
  for (let size = firstSlice; ; size *= 2) {
    const batches = await findBatches(sql, partnerId, filter, { until: after?.at, last, size })
    for (const batch of batches) {
      const oldest = found[page.limit - 1]
      if (oldest !== undefined && oldest.at > batch.lastAt) return found
      found = [...found, ...linesOf(batch).filter(fits)].toSorted(newestFirst).slice(0, page.limit)
    }
    if (batches.length < size) return found
    last = batches.at(-1)
  }
}

type FoundBatch = Pick<RequestBatch, 'id' | 'status' | 'lastAt' | 'lines'>

/** Batches that may have lines from the filter's time and not after `until`, by their newest line. */
async function findBatches(
  sql: Sql,
  partnerId: string,
  { from, to, status }: LogFilter,
  { until, last, size }: { until: Date | undefined; last: FoundBatch | undefined; size: number },
): Promise<FoundBatch[]> {
  const { rows } = await sql.query<{ id: string; status: number; last_at: Date; lines: string }>(
    `select id, status, last_at, lines from partners.request_batch
     where partner_id = $1 ${status === undefined ? '' : 'and status = $7'}
       and last_at >= coalesce($2::timestamptz, '-infinity') and first_at <= coalesce(least($3::timestamptz, $4::timestamptz), 'infinity')
       and last_at <= coalesce(least($3::timestamptz, $4::timestamptz) + interval '${batchSpanMs} ms', 'infinity')
       and (last_at, id) < (coalesce($5::timestamptz, 'infinity'), coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by last_at desc, id desc limit ${size}`,
    [
      partnerId,
      from ?? null,
      to ?? null,
      until ?? null,
      last?.lastAt ?? null,
      last?.id ?? null,
      ...(status === undefined ? [] : [status]),
    ],
  )
  return rows.map(row => ({ id: row.id, status: row.status, lastAt: row.last_at, lines: row.lines }))
}

const sliceMax = 5_000

/** Forgets what is older than the moment, a slice at a time; true when more may be left. */
export async function pruneLog(sql: Sql, before: Date): Promise<boolean> {
  const batches = await prune(sql, 'partners.request_batch', 'last_at', before)
  // Where the version before wrote.
  const lines = await prune(sql, 'partners.request_log', 'at', before)
  return batches || lines
}

async function prune(sql: Sql, table: string, moment: string, before: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from ${table} where ctid = any (array(select ctid from ${table} where ${moment} < $1 limit ${sliceMax}))`,
    [before],
  )
  return rowCount === sliceMax
}
