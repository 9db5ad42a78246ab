import type { Scope } from '@florin/contract/kernel/endpoint.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { ApiKey } from './api-key.ts'
import { type Partner, type PartnerModel, type PartnerState, settingsSchema } from './partner.ts'

interface PartnerRow {
  id: string
  name: string
  model: PartnerModel
  state: PartnerState
  settings: unknown
  data_key_id: string
  version: number
  created_at: Date
}

const partnerColumns = 'id, name, model, state, settings, data_key_id, version, created_at'

const partnerOf = (row: PartnerRow): Partner => ({
  id: row.id,
  name: row.name,
  model: row.model,
  state: row.state,
  settings: settingsSchema.parse(row.settings),
  dataKeyId: row.data_key_id,
  version: row.version,
  createdAt: row.created_at,
})

export const partnerStore: Store<Partner> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into partners.partner (${partnerColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
            next.id,
            next.name,
            next.model,
            next.state,
            next.settings,
            next.dataKeyId,
            1,
            next.createdAt,
          ])
        : await sql.query(
            'update partners.partner set name = $2, state = $3, settings = $4, version = $5 where id = $1 and version = $5 - 1',
            [next.id, next.name, next.state, next.settings, next.version],
          )
    if (rowCount !== 1) throw new StaleRow('partner')
  },
}

export async function findPartner(sql: Sql, id: string): Promise<Partner | undefined> {
  const { rows } = await sql.query<PartnerRow>(`select ${partnerColumns} from partners.partner where id = $1`, [id])
  return rows[0] && partnerOf(rows[0])
}

/** Newest first: their ids rise. */
export async function listPartners(sql: Sql, page: { limit: number; before?: string | undefined }): Promise<Partner[]> {
  const { rows } = await sql.query<PartnerRow>(
    `select ${partnerColumns} from partners.partner where ($2::uuid is null or id < $2) order by id desc limit $1`,
    [page.limit, page.before ?? null],
  )
  return rows.map(partnerOf)
}

/** By its name in the tz database, whatever the case of its letters; an abbreviation is none. */
export async function isTimeZone(sql: Sql, name: string): Promise<boolean> {
  const { rows } = await sql.query('select 1 from pg_timezone_names where lower(name) = lower($1)', [name])
  return rows.length > 0
}

/** One change of a partner's keys or seeding at a time: what must hold of all its keys is decided on all of them. */
export async function lockPartner(sql: Sql, id: string): Promise<void> {
  await sql.query('select id from partners.partner where id = $1 for no key update', [id])
}

export async function lockSeeding(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('partners.seed', 0))`)
}

interface KeyRow {
  partner_id: string
  id: string
  hash: Buffer
  prefix: string
  name: string
  scopes: Scope[]
  version: number
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

const keyColumns = 'partner_id, id, hash, prefix, name, scopes, version, created_at, last_used_at, revoked_at'

const keyOf = (row: KeyRow): ApiKey => ({
  partnerId: row.partner_id,
  id: row.id,
  hash: row.hash,
  prefix: row.prefix,
  name: row.name,
  scopes: row.scopes,
  version: row.version,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
  revokedAt: row.revoked_at ?? undefined,
})

export const keyStore: Store<ApiKey> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into partners.api_key (${keyColumns}) values ($1, $2, $3, $4, $5, $6, 1, $7, null, null)`,
            [next.partnerId, next.id, next.hash, next.prefix, next.name, next.scopes, next.createdAt],
          )
        : await sql.query(
            `update partners.api_key set revoked_at = $3, version = $4
             where partner_id = $1 and id = $2 and version = $4 - 1`,
            [next.partnerId, next.id, next.revokedAt ?? null, next.version],
          )
    if (rowCount !== 1) throw new StaleRow('api key')
  },
}

export async function findKey(sql: Sql, partnerId: string, id: string): Promise<ApiKey | undefined> {
  const { rows } = await sql.query<KeyRow>(
    `select ${keyColumns} from partners.api_key where partner_id = $1 and id = $2`,
    [partnerId, id],
  )
  return rows[0] && keyOf(rows[0])
}

export async function findKeyByHash(sql: Sql, hash: Buffer): Promise<ApiKey | undefined> {
  const { rows } = await sql.query<KeyRow>(`select ${keyColumns} from partners.api_key where hash = $1`, [hash])
  return rows[0] && keyOf(rows[0])
}

/** The keys that are not revoked. */
export async function findLiveKeys(sql: Sql, partnerId: string): Promise<ApiKey[]> {
  const { rows } = await sql.query<KeyRow>(
    `select ${keyColumns} from partners.api_key where partner_id = $1 and revoked_at is null`,
    [partnerId],
  )
  return rows.map(keyOf)
}

/** Newest first, revoked ones too. */
export async function listKeys(
  sql: Sql,
  partnerId: string,
  page: { limit: number; before?: string | undefined },
): Promise<ApiKey[]> {
  const { rows } = await sql.query<KeyRow>(
    `select ${keyColumns} from partners.api_key where partner_id = $1 and ($3::uuid is null or id < $3)
     order by id desc limit $2`,
    [partnerId, page.limit, page.before ?? null],
  )
  return rows.map(keyOf)
}

/** Writes when keys were last used; one that was written less than a minute before stays. */
export async function keepLastUse(
  sql: Sql,
  uses: readonly { partnerId: string; keyId: string }[],
  now: Date,
): Promise<void> {
  await sql.query(
    `update partners.api_key k set last_used_at = $2::timestamptz
     from json_to_recordset($1) as u("partnerId" uuid, "keyId" uuid)
     where k.partner_id = u."partnerId" and k.id = u."keyId"
       and (k.last_used_at is null or k.last_used_at <= $2::timestamptz - interval '1 minute')`,
    [JSON.stringify(uses), now],
  )
}

export async function findRanges(sql: Sql, partnerId: string): Promise<string[]> {
  const { rows } = await sql.query<{ range: string }>(
    'select range from partners.ip_allow where partner_id = $1 order by position',
    [partnerId],
  )
  return rows.map(row => row.range)
}

export async function replaceRanges(sql: Sql, partnerId: string, ranges: readonly string[]): Promise<void> {
  await sql.query('delete from partners.ip_allow where partner_id = $1', [partnerId])
  await sql.query(
    `insert into partners.ip_allow (partner_id, position, range)
     select $1, r.position, r.range from unnest($2::text[]) with ordinality as r(range, position)`,
    [partnerId, ranges],
  )
}

/** A key together with what the gate must know of its partner. */
export interface KeyHolder {
  readonly key: ApiKey
  readonly partner: Partner
  readonly ranges: readonly string[]
}

/** The holders of those of the keys that exist. */
export async function findKeyHolders(sql: Sql, hashes: readonly Buffer[]): Promise<KeyHolder[]> {
  const { rows } = await sql.query<KeyRow & { partner: PartnerRow; ranges: string[] }>(
    `select ${keyColumns.replaceAll(/(\w+)/g, 'k.$1')}, to_json(p) as partner,
            array(select i.range from partners.ip_allow i where i.partner_id = p.id order by i.position) as ranges
     from partners.api_key k join partners.partner p on p.id = k.partner_id where k.hash = any ($1)`,
    [hashes],
  )
  return rows.map(row => ({
    key: keyOf(row),
    partner: partnerOf({ ...row.partner, created_at: new Date(row.partner.created_at) }),
    ranges: row.ranges,
  }))
}

/** How many changes there were. */
export async function readGeneration(sql: Sql): Promise<bigint> {
  const { rows } = await sql.query<{ number: bigint }>('select number from partners.generation')
  return rows[0]?.number ?? 0n
}

/** Counts a change in the open transaction and tells every process of it; returns the new count. */
export async function countChange(sql: Sql): Promise<bigint> {
  const { rows } = await sql.query<{ number: bigint }>(
    `with counted as (update partners.generation set number = number + 1 returning number)
     select number, pg_notify('partners', number::text) from counted`,
  )
  return rows[0]?.number ?? 0n
}
