import type { EventType } from '@florin/contract/events.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Endpoint, FormerSecret } from './endpoint.ts'

interface Row {
  partner_id: string
  url: string | null
  append_path: boolean
  overrides: Record<string, string>
  events: EventType[] | null
  data_key_id: string
  token: Buffer | null
  secret: Buffer
  previous_secret: Buffer | null
  previous_valid_until: Date | null
  former_secrets: Buffer[]
  former_valid_until: Date[]
  version: number
  created_at: Date
  updated_at: Date
}

const columns = `partner_id, url, append_path, overrides, events, data_key_id, token, secret, previous_secret,
  previous_valid_until, version, created_at, updated_at, former_secrets, former_valid_until`

/**
 * The former secrets stand in arrays, and the newest also where the version before reads and writes it. What that version
 * replaced stands there alone, and is newer than those of the arrays.
 */
function formerOf(row: Row): FormerSecret[] {
  const { previous_secret: sealed, previous_valid_until: validUntil } = row
  const known = row.former_secrets.flatMap((secret, place): FormerSecret[] => {
    const until = row.former_valid_until[place]
    return until === undefined ? [] : [{ sealed: secret, validUntil: until }]
  })
  if (sealed === null || validUntil === null || known.some(former => former.sealed.equals(sealed))) return known
  return [{ sealed, validUntil }, ...known]
}

const endpointOf = (row: Row): Endpoint => ({
  partnerId: row.partner_id,
  url: row.url,
  appendPath: row.append_path,
  overrides: row.overrides,
  events: row.events,
  dataKeyId: row.data_key_id,
  token: row.token,
  secret: row.secret,
  former: formerOf(row),
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const endpointStore: Store<Endpoint> = {
  async save({ sql }, next) {
    const values = [
      next.partnerId,
      next.url,
      next.appendPath,
      next.overrides,
      next.events,
      next.dataKeyId,
      next.token,
      next.secret,
      next.former[0]?.sealed ?? null,
      next.former[0]?.validUntil ?? null,
      next.version,
      next.createdAt,
      next.updatedAt,
      next.former.map(({ sealed }) => sealed),
      next.former.map(({ validUntil }) => validUntil),
    ]
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into webhooks.endpoint (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             on conflict do nothing`,
            values,
          )
        : await sql.query(
            `update webhooks.endpoint set url = $2, append_path = $3, overrides = $4, events = $5, data_key_id = $6, token = $7,
               secret = $8, previous_secret = $9, previous_valid_until = $10, version = $11, created_at = $12, updated_at = $13,
               former_secrets = $14, former_valid_until = $15
             where partner_id = $1 and version = $11 - 1`,
            values,
          )
    if (rowCount !== 1) throw new StaleRow('webhook endpoint')
  },
}

export async function findEndpoint(sql: Sql, partnerId: string): Promise<Endpoint | undefined> {
  return (await findEndpoints(sql, [partnerId]))[0]
}

export async function findEndpoints(sql: Sql, partnerIds: readonly string[]): Promise<Endpoint[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from webhooks.endpoint where partner_id = any ($1)`, [
    partnerIds,
  ])
  return rows.map(endpointOf)
}
