import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Load } from './load.ts'

type Row = Omit<Load, 'sizeBytes' | 'receivedBytes'> & { readonly sizeBytes: bigint; readonly receivedBytes: bigint }

const columns = `id, list_code as "list", number, state, sha256, size_bytes as "sizeBytes", received_bytes as "receivedBytes", parts,
  is_shrink_allowed as "isShrinkAllowed", format, people, skipped, failure, begun_by as "begunBy", begun_at as "begunAt",
  ended_at as "endedAt", version`

const loadOf = (row: Row): Load => ({
  ...row,
  sizeBytes: Number(row.sizeBytes),
  receivedBytes: Number(row.receivedBytes),
})

export const loadStore: Store<Load> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into screening.load (id, list_code, number, state, sha256, size_bytes, is_shrink_allowed, begun_by, begun_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`,
            [
              next.id,
              next.list,
              next.number,
              next.state,
              next.sha256,
              next.sizeBytes,
              next.isShrinkAllowed,
              next.begunBy,
              next.begunAt,
            ],
          )
        : await sql.query(
            `update screening.load set state = $2, received_bytes = $3, parts = $4, format = $5, people = $6, skipped = $7,
               failure = $8, ended_at = $9, version = $10
             where id = $1 and version = $10 - 1`,
            [
              next.id,
              next.state,
              next.receivedBytes,
              next.parts,
              next.format,
              next.people,
              next.skipped,
              next.failure,
              next.endedAt,
              next.version,
            ],
          )
    if (rowCount !== 1) throw new StaleRow(`load ${next.id}`)
  },
}

async function find(sql: Sql, rest: string, values: readonly unknown[]): Promise<Load[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from screening.load where ${rest}`, values)
  return rows.map(loadOf)
}

export const findLoad = async (sql: Sql, id: string): Promise<Load | undefined> => (await find(sql, 'id = $1', [id]))[0]

/** The load of a list that is not through; there is at most one. */
export const findLoadUnderWay = async (sql: Sql, list: string): Promise<Load | undefined> =>
  (await find(sql, `list_code = $1 and state in ('RECEIVING', 'READING')`, [list]))[0]

/** The loads that are in force, one a list. */
export const findActiveLoads = (sql: Sql): Promise<Load[]> => find(sql, `state = 'ACTIVE' order by list_code`, [])

export const findActiveLoad = async (sql: Sql, list: string): Promise<Load | undefined> =>
  (await find(sql, `list_code = $1 and state = 'ACTIVE'`, [list]))[0]

/** Newest first. */
export const findLoads = (
  sql: Sql,
  list: string | undefined,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<Load[]> =>
  find(sql, '($1::text is null or list_code = $1) and ($2::uuid is null or id < $2) order by id desc limit $3', [
    list ?? null,
    page.before ?? null,
    page.limit,
  ])

/** Makes the list if it is new and locks it: one change of a list at a time. Returns the number of its next version. */
export async function lockList(sql: Sql, list: string): Promise<{ nextNumber: number; activeVersion: number }> {
  await sql.query('insert into screening.list (code, version) values ($1, 1) on conflict do nothing', [list])
  const { rows } = await sql.query<{ active_version: number }>(
    'select active_version from screening.list where code = $1 for update',
    [list],
  )
  const last = await sql.query<{ number: number }>(
    'select coalesce(max(number), 0) as number from screening.load where list_code = $1',
    [list],
  )
  return { nextNumber: (last.rows[0]?.number ?? 0) + 1, activeVersion: rows[0]?.active_version ?? 0 }
}

export async function setActiveVersion(sql: Sql, list: string, number: number): Promise<void> {
  await sql.query('update screening.list set active_version = $2, version = version + 1 where code = $1', [
    list,
    number,
  ])
}

export async function writePart(sql: Sql, loadId: string, position: number, content: Buffer): Promise<void> {
  await sql.query('insert into screening.load_part (load_id, position, content) values ($1, $2, $3)', [
    loadId,
    position,
    content,
  ])
}

/** The file of a load, part by part. */
export async function* readParts(sql: Sql, loadId: string, parts: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < parts; position += 1) {
    const { rows } = await sql.query<{ content: Buffer }>(
      'select content from screening.load_part where load_id = $1 and position = $2',
      [loadId, position],
    )
    if (rows[0] === undefined) throw new Error(`part ${position} of load ${loadId} is missing`)
    yield rows[0].content
  }
}

export async function dropParts(sql: Sql, loadId: string): Promise<void> {
  await sql.query('delete from screening.load_part where load_id = $1', [loadId])
}
