import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Recall } from './recall.ts'

const columns = `id, direction, state, partner_id, payout_id, deposit_id, units, reason_code, refusal_code, assignment_id, cancellation_id,
  original_message_id, original_transaction_id, original_end_to_end_id, outgoing_id, asked_at, due_at, ended_at, version`

const shown = `id, direction, state, partner_id as "partnerId", payout_id as "payoutId", deposit_id as "depositId", units,
  reason_code as "reasonCode", refusal_code as "refusalCode", assignment_id as "assignmentId", cancellation_id as "cancellationId",
  original_message_id as "originalMessageId", original_transaction_id as "originalTransactionId",
  original_end_to_end_id as "originalEndToEndId", outgoing_id as "outgoingId", asked_at as "askedAt", due_at as "dueAt",
  ended_at as "endedAt", version`

/** In the order of `columns`. */
const valuesOf = (recall: Recall): unknown[] => [
  recall.id,
  recall.direction,
  recall.state,
  recall.partnerId,
  recall.payoutId,
  recall.depositId,
  recall.money.units,
  recall.reasonCode,
  recall.refusalCode,
  recall.assignmentId,
  recall.cancellationId,
  recall.originalMessageId,
  recall.originalTransactionId,
  recall.originalEndToEndId,
  recall.outgoingId,
  recall.askedAt,
  recall.dueAt,
  recall.endedAt,
  recall.version,
]

const places = columns
  .split(',')
  .map((_, index) => `$${index + 1}`)
  .join(', ')

export const recallStore: Store<Recall> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into sepa.recall (${columns}) values (${places})`, valuesOf(next))
        : await sql.query(
            `update sepa.recall set (${columns}) = (${places}) where id = $1 and version = $19 - 1`,
            valuesOf(next),
          )
    if (rowCount !== 1) throw new StaleRow(`recall ${next.id}`)
  },
}

async function some(sql: Sql, rest: string, values: readonly unknown[]): Promise<Recall[]> {
  const { rows } = await sql.query<Omit<Recall, 'money'> & { units: bigint }>(
    `select ${shown} from sepa.recall ${rest}`,
    values,
  )
  return rows.map(({ units, ...row }) => ({ ...row, money: { asset: 'eur', units } }))
}

/** Locked for the open transaction. */
export const lockRecall = async (sql: Sql, id: string): Promise<Recall | undefined> =>
  (await some(sql, 'where id = $1 for update', [id]))[0]

/** The open one of a payment of ours; locked for the open transaction. */
export const lockRecallOf = async (sql: Sql, payoutId: string): Promise<Recall | undefined> =>
  (await some(sql, `where payout_id = $1 and state = 'OPEN' for update`, [payoutId]))[0]

/** What another bank asked about a deposit under this id. */
export const findRecallOf = async (sql: Sql, depositId: string, cancellationId: string): Promise<Recall | undefined> =>
  (await some(sql, 'where deposit_id = $1 and cancellation_id = $2', [depositId, cancellationId]))[0]

/** Oldest first: the open ones, or all. */
export const listRecallRows = (
  sql: Sql,
  page: { readonly isOpen: boolean; readonly after: string | undefined; readonly limit: number },
): Promise<Recall[]> =>
  some(sql, `where (not $1::boolean or state = 'OPEN') and ($2::uuid is null or id > $2) order by id limit $3`, [
    page.isOpen,
    page.after ?? null,
    page.limit,
  ])
