import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Sweep, SweepState } from './sweep.ts'

interface Row {
  readonly number: number
  readonly load_id: string
  readonly state: SweepState
  readonly after_partner_id: string | null
  readonly after_user_id: string | null
  readonly users: number
  readonly hits: number
  readonly begun_at: Date
  readonly ended_at: Date | null
  readonly version: number
}

const sweepOf = (row: Row): Sweep => ({
  number: row.number,
  loadId: row.load_id,
  state: row.state,
  after:
    row.after_partner_id === null || row.after_user_id === null
      ? null
      : { partnerId: row.after_partner_id, userId: row.after_user_id },
  users: row.users,
  hits: row.hits,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
  version: row.version,
})

const columns = 'number, load_id, state, after_partner_id, after_user_id, users, hits, begun_at, ended_at, version'

export const sweepStore: Store<Sweep> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            'insert into screening.sweep (number, load_id, state, begun_at, version) values ($1, $2, $3, $4, 1)',
            [next.number, next.loadId, next.state, next.begunAt],
          )
        : await sql.query(
            `update screening.sweep set state = $2, after_partner_id = $3, after_user_id = $4, users = $5, hits = $6, ended_at = $7, version = $8
             where number = $1 and version = $8 - 1`,
            [
              next.number,
              next.state,
              next.after?.partnerId ?? null,
              next.after?.userId ?? null,
              next.users,
              next.hits,
              next.endedAt,
              next.version,
            ],
          )
    if (rowCount !== 1) throw new StaleRow(`sweep ${next.number}`)
  },
}

async function find(sql: Sql, rest: string, values: readonly unknown[]): Promise<Sweep[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from screening.sweep ${rest}`, values)
  return rows.map(sweepOf)
}

export const findSweep = async (sql: Sql, number: number): Promise<Sweep | undefined> =>
  (await find(sql, 'where number = $1', [number]))[0]

export const findRunningSweeps = (sql: Sql): Promise<Sweep[]> => find(sql, `where state = 'RUNNING'`, [])

/** The newest ones, newest first. */
export const findSweeps = (sql: Sql, limit: number): Promise<Sweep[]> =>
  find(sql, 'order by number desc limit $1', [limit])

/** The lists as they stand: each change of one has a number. 0 before there is any list. */
export async function currentSweepNumber(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ number: number }>('select coalesce(max(number), 0) as number from screening.sweep')
  return rows[0]?.number ?? 0
}

/** One list is activated at a time. Returns the next sweep's number. */
export async function lockSweeps(sql: Sql): Promise<number> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('screening.sweep', 0))`)
  return (await currentSweepNumber(sql)) + 1
}
