import type { Money } from '../../kit/money.ts'
import type { Sql } from '../../kit/sql.ts'
import type { TableRow } from '../../kit/work/decision.ts'
import type { Transfer } from './transfer.ts'

/** The row as a gathered commit inserts it. */
export const transferRow = (partnerId: string, transfer: Transfer): TableRow => ({
  table: 'transfers.transfer',
  row: {
    partner_id: partnerId,
    id: transfer.id,
    source_user_id: transfer.source.externalUserId === null ? null : transfer.source.ownerId,
    source_external_user_id: transfer.source.externalUserId,
    destination_user_id: transfer.destination.externalUserId === null ? null : transfer.destination.ownerId,
    destination_external_user_id: transfer.destination.externalUserId,
    asset: transfer.money.asset,
    units: String(transfer.money.units),
    created_at: transfer.createdAt,
  },
})

export interface StoredTransfer {
  readonly id: string
  readonly sourceExternalUserId: string | null
  readonly destinationExternalUserId: string | null
  readonly money: Money
  readonly createdAt: Date
}

export async function findTransfer(sql: Sql, partnerId: string, id: string): Promise<StoredTransfer | undefined> {
  const { rows } = await sql.query<{
    id: string
    source_external_user_id: string | null
    destination_external_user_id: string | null
    asset: string
    units: bigint
    created_at: Date
  }>(
    `select id, source_external_user_id, destination_external_user_id, asset, units, created_at
     from transfers.transfer where partner_id = $1 and id = $2`,
    [partnerId, id],
  )
  const row = rows[0]
  return (
    row && {
      id: row.id,
      sourceExternalUserId: row.source_external_user_id,
      destinationExternalUserId: row.destination_external_user_id,
      money: { asset: row.asset, units: row.units },
      createdAt: row.created_at,
    }
  )
}
