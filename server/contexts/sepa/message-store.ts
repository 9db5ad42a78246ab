import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Message, MessageState } from './message.ts'

interface Row {
  id: string
  bank_id: string
  state: MessageState
  kind: string | null
  data_key_id: string
  size_bytes: bigint
  sha256: Buffer | null
  entries_done: number
  refusal: string | null
  arrived_at: Date
  updated_at: Date
  version: number
}

const columns =
  'id, bank_id, state, kind, data_key_id, size_bytes, sha256, entries_done, refusal, arrived_at, updated_at, version'

const messageOf = (row: Row): Message => ({
  id: row.id,
  bankId: row.bank_id,
  state: row.state,
  kind: row.kind,
  dataKeyId: row.data_key_id,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256,
  entriesDone: row.entries_done,
  refusal: row.refusal,
  arrivedAt: row.arrived_at,
  updatedAt: row.updated_at,
  version: row.version,
})

export const messageStore: Store<Message> = {
  async save({ sql }, next) {
    const values = [
      next.id,
      next.bankId,
      next.state,
      next.kind,
      next.dataKeyId,
      next.sizeBytes,
      next.sha256,
      next.entriesDone,
      next.refusal,
      next.arrivedAt,
      next.updatedAt,
      next.version,
    ]
    const places = '$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12'
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into sepa.message (${columns}) values (${places})`, values)
        : await sql.query(
            `update sepa.message set (${columns}) = (${places}) where id = $1 and version = $12 - 1`,
            values,
          )
    if (rowCount !== 1) throw new StaleRow(`message ${next.id}`)
  },
}

export async function findMessage(sql: Sql, id: string): Promise<Message | undefined> {
  const { rows } = await sql.query<Row>(`select ${columns} from sepa.message where id = $1`, [id])
  return rows[0] && messageOf(rows[0])
}

/** Whether all of what the bank calls so is here. */
export async function isKept(sql: Sql, bankId: string): Promise<boolean> {
  const { rowCount } = await sql.query(`select 1 from sepa.message where bank_id = $1 and state <> 'ARRIVING'`, [
    bankId,
  ])
  return rowCount !== 0
}

/** Attempts to fetch it that did not end. */
export async function deleteAttempts(sql: Sql, bankId: string): Promise<void> {
  await sql.query(`delete from sepa.message where bank_id = $1 and state = 'ARRIVING'`, [bankId])
}

export async function insertPiece(sql: Sql, messageId: string, number: number, sealed: Buffer): Promise<void> {
  await sql.query('insert into sepa.message_piece (message_id, number, sealed) values ($1, $2, $3)', [
    messageId,
    number,
    sealed,
  ])
}

/** Undefined after the last one. */
export async function findPiece(sql: Sql, messageId: string, number: number): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ sealed: Buffer }>(
    'select sealed from sepa.message_piece where message_id = $1 and number = $2',
    [messageId, number],
  )
  return rows[0]?.sealed
}

/** Refused messages and the oldest one that waits to be read. */
export async function countUnread(sql: Sql): Promise<{ refused: number; oldestAt: Date | null }> {
  const { rows } = await sql.query<{ refused: number; oldestAt: Date | null }>(
    `select (select count(*)::int from sepa.message where state = 'REFUSED') as refused,
            (select min(arrived_at) from sepa.message where state in ('STORED', 'SOUND')) as "oldestAt"`,
  )
  return rows[0] ?? { refused: 0, oldestAt: null }
}
