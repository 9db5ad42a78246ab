import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Offer } from './offer.ts'

const columns = `id, identity, message_id, transaction_index, state, transaction_id, uetr, units, refusal_code, outgoing_id,
  offered_at, ended_at, version`

const shown = `id, identity, message_id as "messageId", transaction_index as "transactionIndex", state,
  transaction_id as "transactionId", uetr, units, refusal_code as "refusalCode", outgoing_id as "outgoingId",
  offered_at as "offeredAt", ended_at as "endedAt", version`

export const offerStore: Store<Offer> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into sepa.offer (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
            [
              next.id,
              next.identity,
              next.messageId,
              next.transactionIndex,
              next.state,
              next.transactionId,
              next.uetr,
              next.units,
              next.refusalCode,
              next.outgoingId,
              next.offeredAt,
              next.endedAt,
              next.version,
            ],
          )
        : await sql.query(
            'update sepa.offer set state = $2, ended_at = $3, version = $4 where id = $1 and version = $4 - 1',
            [next.id, next.state, next.endedAt, next.version],
          )
    if (rowCount !== 1) throw new StaleRow(`offer ${next.id}`)
  },
}

async function some(sql: Sql, rest: string, values: readonly unknown[]): Promise<Offer[]> {
  const { rows } = await sql.query<Offer>(`select ${shown} from sepa.offer ${rest}`, values)
  return rows
}

/** Those of the identities that were offered before, in hex. */
export async function findOffered(sql: Sql, identities: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const found = await some(sql, 'where identity = any ($1)', [identities])
  return new Set(found.map(({ identity }) => identity.toString('hex')))
}

/** Those that a message of ours accepts; locked for the open transaction. */
export const lockAccepting = (sql: Sql, outgoingId: string): Promise<Offer[]> =>
  some(sql, `where outgoing_id = $1 and state = 'ACCEPTING' order by id for update`, [outgoingId])

/** Accepted ones that the bank may be telling of, by the ids that the payer's bank gave; locked for the open transaction. */
export const lockAccepted = (
  sql: Sql,
  { transactionIds, uetrs }: { readonly transactionIds: readonly string[]; readonly uetrs: readonly string[] },
): Promise<Offer[]> =>
  transactionIds.length + uetrs.length === 0
    ? Promise.resolve([])
    : some(sql, `where ended_at is null and (transaction_id = any ($1) or uetr = any ($2)) order by id for update`, [
        transactionIds,
        uetrs,
      ])

/** Credited long ago, and never booked by the bank. */
export const findUnsettled = (sql: Sql, offeredBefore: Date): Promise<Offer[]> =>
  some(sql, `where state = 'ACCEPTED' and offered_at < $1 order by id`, [offeredBefore])
