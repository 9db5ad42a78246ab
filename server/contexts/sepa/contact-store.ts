import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store, type TableRow } from '../../kit/work/decision.ts'
import type { Contact } from './contact.ts'

interface Row {
  partner_id: string
  id: string
  owner_id: string
  external_user_id: string | null
  iban_index: Buffer
  data_key_id: string
  sealed: Buffer
  status: Contact['status']
  first_seen_at: Date
  updated_at: Date
  version: number
}

const columns =
  'partner_id, id, owner_id, external_user_id, iban_index, data_key_id, sealed, status, first_seen_at, updated_at, version'

const contactOf = (row: Row): Contact => ({
  partnerId: row.partner_id,
  id: row.id,
  ownerId: row.owner_id,
  externalUserId: row.external_user_id,
  ibanIndex: row.iban_index,
  dataKeyId: row.data_key_id,
  sealed: row.sealed,
  status: row.status,
  firstSeenAt: row.first_seen_at,
  updatedAt: row.updated_at,
  version: row.version,
})

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

/** The row of a new contact as a set of them is inserted. */
export const contactRow = (contact: Contact): TableRow => ({
  table: 'sepa.contact',
  row: {
    partner_id: contact.partnerId,
    id: contact.id,
    owner_id: contact.ownerId,
    external_user_id: contact.externalUserId,
    iban_index: hex(contact.ibanIndex),
    data_key_id: contact.dataKeyId,
    sealed: hex(contact.sealed),
    status: contact.status,
    first_seen_at: contact.firstSeenAt,
    updated_at: contact.updatedAt,
    version: contact.version,
  } satisfies Record<keyof Row, unknown>,
})

export const contactStore: Store<Contact> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into sepa.contact (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
            [
              next.partnerId,
              next.id,
              next.ownerId,
              next.externalUserId,
              next.ibanIndex,
              next.dataKeyId,
              next.sealed,
              next.status,
              next.firstSeenAt,
              next.updatedAt,
              next.version,
            ],
          )
        : await sql.query(
            `update sepa.contact set status = $3, updated_at = $4, version = $5
             where partner_id = $1 and id = $2 and version = $5 - 1`,
            [next.partnerId, next.id, next.status, next.updatedAt, next.version],
          )
    // A new contact that is not inserted: somebody else has just met it.
    if (rowCount !== 1) throw new StaleRow(`contact ${next.id}`)
  },
}

export interface ContactKey {
  readonly partnerId: string
  readonly ownerId: string
  readonly ibanIndex: Buffer
}

/** Those of the accounts that are known. */
export async function findContacts(sql: Sql, keys: readonly ContactKey[]): Promise<Contact[]> {
  if (keys.length === 0) return []
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.contact
     where (partner_id, owner_id, iban_index) in (select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]))`,
    [keys.map(key => key.partnerId), keys.map(key => key.ownerId), keys.map(key => key.ibanIndex)],
  )
  return rows.map(contactOf)
}

/** Of one owner, newest first. */
export async function findContactsOf(
  sql: Sql,
  partnerId: string,
  ownerId: string,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<Contact[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.contact where partner_id = $1 and owner_id = $2 and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [partnerId, ownerId, page.before ?? null, page.limit],
  )
  return rows.map(contactOf)
}

/** Of all partners, that somebody has to decide, oldest first. */
export async function findPendingContacts(
  sql: Sql,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<Contact[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.contact where status = 'PENDING' and ($1::uuid is null or id > $1) order by id limit $2`,
    [page.after ?? null, page.limit],
  )
  return rows.map(contactOf)
}

/** A contact of any partner, for the operator. */
export async function findContact(sql: Sql, id: string): Promise<Contact | undefined> {
  const { rows } = await sql.query<Row>(`select ${columns} from sepa.contact where id = $1`, [id])
  return rows[0] && contactOf(rows[0])
}
