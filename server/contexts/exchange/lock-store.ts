import { assetOf } from '@florin/contract/assets.ts'
import { type Decimal, decimal, formatDecimal } from '../../kit/decimal.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { RateLock } from './rate-lock.ts'

interface Row {
  partner_id: string
  id: string
  owner_id: string
  asset_from: string
  asset_to: string
  amount_units: bigint
  received_units: bigint
  fee_units: bigint
  rate: string
  price_from: string | null
  price_to: string | null
  fee_fraction: string
  fee_minimum_units: bigint
  fee_fixed_units: bigint
  fee_schedule_version: number
  fee_override_id: string | null
  state: RateLock['state']
  created_at: Date
  expires_at: Date
  version: number
}

// A price is exact: both sides are traded at the one that was locked.
const priceOf = (text: string | null): { bid: Decimal; ask: Decimal } | undefined =>
  text === null ? undefined : { bid: decimal(text), ask: decimal(text) }

const eur = (units: bigint) => ({ asset: 'eur', units })

const lockOf = (row: Row): RateLock => ({
  partnerId: row.partner_id,
  id: row.id,
  ownerId: row.owner_id,
  amount: { asset: row.asset_from, units: row.amount_units },
  to: assetOf(row.asset_to).slug,
  received: { asset: row.asset_to, units: row.received_units },
  fee: eur(row.fee_units),
  rate: decimal(row.rate),
  prices: { from: priceOf(row.price_from), to: priceOf(row.price_to) },
  terms: {
    fraction: decimal(row.fee_fraction),
    minimum: eur(row.fee_minimum_units),
    fixed: eur(row.fee_fixed_units),
    feeScheduleVersion: row.fee_schedule_version,
    feeOverrideId: row.fee_override_id,
  },
  state: row.state,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  version: row.version,
})

const textOf = (price: Decimal | undefined): string | null => (price === undefined ? null : formatDecimal(price))

export const lockStore: Store<RateLock> = {
  async save({ sql }, lock) {
    if (lock.version > 1) return update(sql, lock)
    await sql.query(
      `insert into exchange.lock (partner_id, id, owner_id, asset_from, asset_to, amount_units, received_units, fee_units, rate,
         price_from, price_to, fee_fraction, fee_minimum_units, fee_fixed_units, fee_schedule_version, fee_override_id,
         state, created_at, expires_at, version)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
      [
        lock.partnerId,
        lock.id,
        lock.ownerId,
        lock.amount.asset,
        lock.to,
        lock.amount.units,
        lock.received.units,
        lock.fee.units,
        formatDecimal(lock.rate),
        textOf(lock.prices.from?.bid),
        textOf(lock.prices.to?.ask),
        formatDecimal(lock.terms.fraction),
        lock.terms.minimum.units,
        lock.terms.fixed.units,
        lock.terms.feeScheduleVersion,
        lock.terms.feeOverrideId,
        lock.state,
        lock.createdAt,
        lock.expiresAt,
        lock.version,
      ],
    )
  },
}

/** Nothing of a lock changes but its state. */
async function update(sql: Sql, { partnerId, id, state, version }: RateLock): Promise<void> {
  const { rowCount } = await sql.query(
    'update exchange.lock set state = $3, version = $4 where partner_id = $1 and id = $2 and version = $4 - 1',
    [partnerId, id, state, version],
  )
  if (rowCount !== 1) throw new StaleRow(`rate lock ${id}`)
}

/** The lock, held against everybody else until the end of the transaction. */
export async function findLockForUpdate(sql: Sql, partnerId: string, id: string): Promise<RateLock | undefined> {
  const { rows } = await sql.query<Row>(
    `select partner_id, id, owner_id, asset_from, asset_to, amount_units, received_units, fee_units, rate::text as rate,
            price_from::text as price_from, price_to::text as price_to, fee_fraction::text as fee_fraction,
            fee_minimum_units, fee_fixed_units, fee_schedule_version, fee_override_id, state, created_at, expires_at, version
     from exchange.lock where partner_id = $1 and id = $2 for update`,
    [partnerId, id],
  )
  return rows[0] && lockOf(rows[0])
}

/** Deletes locks that expired before the moment, a slice at a time; true when more may be left. */
export async function deleteLocksBefore(sql: Sql, before: Date): Promise<boolean> {
  const slice = 5_000
  const { rowCount } = await sql.query(
    `delete from exchange.lock where ctid in
       (select ctid from exchange.lock where expires_at < $1 order by expires_at limit $2 for update skip locked)`,
    [before, slice],
  )
  return rowCount === slice
}
