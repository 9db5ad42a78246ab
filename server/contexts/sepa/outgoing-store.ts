import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Outgoing, OutgoingState } from './outgoing.ts'

interface Row {
  id: string
  kind: string
  state: OutgoingState
  data_key_id: string
  sealed: Buffer
  refusal: string | null
  made_at: Date
  ended_at: Date | null
  version: number
}

const columns = 'id, kind, state, data_key_id, sealed, refusal, made_at, ended_at, version'

const outgoingOf = (row: Row): Outgoing => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  dataKeyId: row.data_key_id,
  sealed: row.sealed,
  refusal: row.refusal,
  madeAt: row.made_at,
  endedAt: row.ended_at,
  version: row.version,
})

export const outgoingStore: Store<Outgoing> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into sepa.outgoing (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
            next.id,
            next.kind,
            next.state,
            next.dataKeyId,
            next.sealed,
            next.refusal,
            next.madeAt,
            next.endedAt,
            next.version,
          ])
        : await sql.query(
            `update sepa.outgoing set state = $2, refusal = $3, ended_at = $4, version = $5 where id = $1 and version = $5 - 1`,
            [next.id, next.state, next.refusal, next.endedAt, next.version],
          )
    if (rowCount !== 1) throw new StaleRow(`outgoing message ${next.id}`)
  },
}

export async function findOutgoing(sql: Sql, id: string): Promise<Outgoing | undefined> {
  const { rows } = await sql.query<Row>(`select ${columns} from sepa.outgoing where id = $1`, [id])
  return rows[0] && outgoingOf(rows[0])
}

/** When the oldest message was made that the bank does not have yet. */
export async function findOldestUnsent(sql: Sql): Promise<Date | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    `select min(made_at) as at from sepa.outgoing where state = 'STORED'`,
  )
  return rows[0]?.at ?? null
}
