import type { Sql } from './sql.ts'

export interface DataKeyRow {
  readonly partnerId: string
  readonly id: string
  readonly wrapped: Buffer | null
  readonly masterKeyId: string
  readonly createdAt: Date
}

export async function insertDataKey(sql: Sql, row: DataKeyRow): Promise<void> {
  await sql.query(
    'insert into vault.data_key (partner_id, id, wrapped, master_key_id, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [row.partnerId, row.id, row.wrapped, row.masterKeyId, row.createdAt],
  )
}

export async function findDataKey(
  sql: Sql,
  partnerId: string,
  id: string,
): Promise<{ wrapped: Buffer | null; masterKeyId: string } | undefined> {
  const { rows } = await sql.query<{ wrapped: Buffer | null; master_key_id: string }>(
    'select wrapped, master_key_id from vault.data_key where partner_id = $1 and id = $2',
    [partnerId, id],
  )
  const row = rows[0]
  return row && { wrapped: row.wrapped, masterKeyId: row.master_key_id }
}

/** Keys that one of these master keys wraps, some at a time. */
export async function findKeysWrappedBy(sql: Sql, masterKeyIds: readonly string[], limit: number) {
  const { rows } = await sql.query<{ partner_id: string; id: string; wrapped: Buffer; master_key_id: string }>(
    `select partner_id, id, wrapped, master_key_id from vault.data_key
     where wrapped is not null and master_key_id = any ($1) limit $2`,
    [masterKeyIds, limit],
  )
  return rows.map(row => ({
    partnerId: row.partner_id,
    id: row.id,
    wrapped: row.wrapped,
    masterKeyId: row.master_key_id,
  }))
}

/** Keeps a key under another master key, unless it was destroyed or wrapped anew in the meantime. */
export async function rewrapDataKey(
  sql: Sql,
  key: Pick<DataKeyRow, 'partnerId' | 'id' | 'wrapped' | 'masterKeyId'>,
  formerId: string,
): Promise<void> {
  await sql.query(
    `update vault.data_key set wrapped = $3, master_key_id = $4
     where partner_id = $1 and id = $2 and master_key_id = $5 and wrapped is not null`,
    [key.partnerId, key.id, key.wrapped, key.masterKeyId, formerId],
  )
}

/** Marks a key for destruction at a moment; the books and what law requires stay until then. */
export async function scheduleDestruction(sql: Sql, partnerId: string, id: string, deleteAfter: Date): Promise<void> {
  await sql.query('update vault.data_key set delete_after = $3 where partner_id = $1 and id = $2', [
    partnerId,
    id,
    deleteAfter,
  ])
}

/** Destroys the keys whose time has come; returns them. */
export async function destroyDueKeys(sql: Sql, now: Date): Promise<{ partnerId: string; id: string }[]> {
  const { rows } = await sql.query<{ partner_id: string; id: string }>(
    `update vault.data_key set wrapped = null, destroyed_at = $1
     where destroyed_at is null and delete_after <= $1 returning partner_id, id`,
    [now],
  )
  return rows.map(row => ({ partnerId: row.partner_id, id: row.id }))
}
