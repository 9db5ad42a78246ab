import { decimal, formatDecimal } from '../../kit/decimal.ts'
import type { Sql } from '../../kit/sql.ts'
import type { Store } from '../../kit/work/decision.ts'
import type { Exchange, ExchangeStatus } from './exchange.ts'

interface Row {
  partner_id: string
  id: string
  owner_id: string
  external_user_id: string | null
  lock_id: string
  status: ExchangeStatus
  asset_from: string
  amount_units: bigint
  asset_to: string
  received_units: bigint
  remainder_units: bigint
  value_units: bigint
  fee_units: bigint
  rate: string
  fee_schedule_version: number
  fee_override_id: string | null
  created_at: Date
  completed_at: Date | null
}

const exchangeOf = (row: Row): Exchange => ({
  partnerId: row.partner_id,
  id: row.id,
  owner: { id: row.owner_id, externalUserId: row.external_user_id },
  lockId: row.lock_id,
  quote: {
    amount: { asset: row.asset_from, units: row.amount_units },
    received: { asset: row.asset_to, units: row.received_units },
    remainder: { asset: row.asset_to, units: row.remainder_units },
    fee: { asset: 'eur', units: row.fee_units },
    euroValue: { asset: 'eur', units: row.value_units },
    rate: decimal(row.rate),
    feeScheduleVersion: row.fee_schedule_version,
    feeOverrideId: row.fee_override_id,
  },
  status: row.status,
  createdAt: row.created_at,
  completedAt: row.completed_at,
})

/** Only ever inserted: an exchange is complete when it is made. A lock that already made one breaks the unique key (23505). */
export const exchangeStore: Store<Exchange> = {
  async save({ sql }, { quote, ...exchange }) {
    await sql.query(
      `insert into exchange.exchange (partner_id, id, owner_id, external_user_id, lock_id, status, asset_from, amount_units,
         asset_to, received_units, remainder_units, value_units, fee_units, rate, fee_schedule_version, fee_override_id,
         created_at, completed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        exchange.partnerId,
        exchange.id,
        exchange.owner.id,
        exchange.owner.externalUserId,
        exchange.lockId,
        exchange.status,
        quote.amount.asset,
        quote.amount.units,
        quote.received.asset,
        quote.received.units,
        quote.remainder.units,
        quote.euroValue.units,
        quote.fee.units,
        formatDecimal(quote.rate),
        quote.feeScheduleVersion,
        quote.feeOverrideId,
        exchange.createdAt,
        exchange.completedAt,
      ],
    )
  },
}

export async function findExchange(sql: Sql, partnerId: string, id: string): Promise<Exchange | undefined> {
  const { rows } = await sql.query<Row>(
    `select partner_id, id, owner_id, external_user_id, lock_id, status, asset_from, amount_units, asset_to, received_units,
            remainder_units, value_units, fee_units, rate::text as rate, fee_schedule_version, fee_override_id,
            created_at, completed_at
     from exchange.exchange where partner_id = $1 and id = $2`,
    [partnerId, id],
  )
  return rows[0] && exchangeOf(rows[0])
}
