import { NIL_ID } from '../../kit/ids.ts'
import { Conditions } from '../../kit/postgres/conditions.ts'
import { type OfPartner, type Question, rowsOf, wordsOf } from '../../kit/postgres/question.ts'
import { Problem } from '../../kit/problem.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { BalanceOwner, User } from './user.ts'

interface Row {
  partner_id: string
  id: string
  external_user_id: string
  model: User['model']
  stage: User['stage']
  suspended_at: Date | null
  suspended_by: User['suspendedBy']
  tier: User['tier']
  kyc_status: User['kycStatus']
  poa_status: User['poaStatus']
  country: string | null
  fiat_status: User['fiatStatus']
  iban: string | null
  reference: string | null
  data_key_id: string
  sealed: Buffer | null
  email_index: Buffer | null
  phone_index: Buffer | null
  last_name_index: Buffer | null
  document_index: Buffer | null
  birth_index: Buffer | null
  version: number
  created_at: Date
  updated_at: Date
  deleted_at: Date | null
  restrained_at: Date | null
  risk: User['risk']
}

const columns = `partner_id, id, external_user_id, model, stage, suspended_at, suspended_by, tier, kyc_status, poa_status, country, fiat_status,
  iban, reference, data_key_id, sealed, email_index, phone_index, last_name_index, document_index, birth_index, version,
  created_at, updated_at, deleted_at, restrained_at, risk`

const userOf = (row: Row): User => ({
  partnerId: row.partner_id,
  id: row.id,
  externalUserId: row.external_user_id,
  model: row.model,
  stage: row.stage,
  suspendedAt: row.suspended_at,
  suspendedBy: row.suspended_by,
  tier: row.tier,
  kycStatus: row.kyc_status,
  poaStatus: row.poa_status,
  country: row.country,
  fiatStatus: row.fiat_status,
  iban: row.iban,
  reference: row.reference,
  dataKeyId: row.data_key_id,
  sealed: row.sealed,
  indexes: {
    email: row.email_index,
    phone: row.phone_index,
    lastName: row.last_name_index,
    document: row.document_index,
    birth: row.birth_index,
  },
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
  restrainedAt: row.restrained_at,
  risk: row.risk,
})

/** In the order of `columns`. */
const valuesOf = (user: User): unknown[] => [
  user.partnerId,
  user.id,
  user.externalUserId,
  user.model,
  user.stage,
  user.suspendedAt,
  user.suspendedBy,
  user.tier,
  user.kycStatus,
  user.poaStatus,
  user.country,
  user.fiatStatus,
  user.iban,
  user.reference,
  user.dataKeyId,
  user.sealed,
  user.indexes.email,
  user.indexes.phone,
  user.indexes.lastName,
  user.indexes.document,
  user.indexes.birth,
  user.version,
  user.createdAt,
  user.updatedAt,
  user.deletedAt,
  user.restrainedAt,
  user.risk,
]

const places = columns
  .split(',')
  .map((_, index) => `$${index + 1}`)
  .join(', ')

/** Inserting waits for another transaction that is just taking the same externalUserId; who comes second gets P411. */
export const userStore: Store<User> = {
  async save({ sql }, user) {
    const { rowCount } =
      user.version === 1
        ? await sql.query(
            `insert into users.user (${columns}) values (${places}) on conflict (partner_id, external_user_id) do nothing`,
            valuesOf(user),
          )
        : await sql.query(
            `update users.user set (${columns}) = (${places}) where partner_id = $1 and id = $2 and version = $22 - 1`,
            valuesOf(user),
          )
    if (rowCount === 1) return
    throw user.version === 1 ? new Problem('P411') : new StaleRow(`user ${user.id}`)
  },
}

async function one(sql: Sql, where: string, values: readonly unknown[]): Promise<User | undefined> {
  const { rows } = await sql.query<Row>(`select ${columns} from users.user where ${where}`, values)
  return rows[0] && userOf(rows[0])
}

/** The living user that the partner calls so. */
export const findUser = (sql: Sql, partnerId: string, externalUserId: string): Promise<User | undefined> =>
  one(sql, `partner_id = $1 and external_user_id = $2 and stage <> 'DELETED'`, [partnerId, externalUserId])

/** The id of the user that the partner calls so, also of a deleted one: an externalUserId is never given again. */
export async function findUserIdEver(sql: Sql, partnerId: string, externalUserId: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(
    'select id from users.user where partner_id = $1 and external_user_id = $2',
    [partnerId, externalUserId],
  )
  return rows[0]?.id
}

/** The user of an id, also a deleted one: the books keep ids. */
export const findUserById = (sql: Sql, partnerId: string, userId: string): Promise<User | undefined> =>
  one(sql, 'partner_id = $1 and id = $2', [partnerId, userId])

/** The living user to whom an IBAN was allotted, whichever partner's it is. `iban` in electronic form (no spaces, upper case). */
export const findUserByIban = (sql: Sql, iban: string): Promise<User | undefined> =>
  one(sql, `iban = $1 and stage <> 'DELETED'`, [iban])

/** The living user of a creditor reference, whichever partner's it is. `reference` without spaces, upper case. */
export const findUserByReference = (sql: Sql, reference: string): Promise<User | undefined> =>
  one(sql, `reference = $1 and stage <> 'DELETED'`, [reference])

/** The users of ids of any partners, also deleted ones. */
export async function findUsersByIds(
  sql: Sql,
  ids: readonly { readonly partnerId: string; readonly id: string }[],
): Promise<User[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from users.user where (partner_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [ids.map(({ partnerId }) => partnerId), ids.map(({ id }) => id)],
  )
  return rows.map(userOf)
}

/** The living users of creditor references, whichever partners' they are. Without spaces, upper case. */
export async function findUsersByReferences(sql: Sql, references: readonly string[]): Promise<User[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from users.user where reference = any ($1) and stage <> 'DELETED'`,
    [references],
  )
  return rows.map(userOf)
}

/** Living users of all partners after a position, in the order of partner and id: for what goes through everybody. */
export async function findUsersAfter(
  sql: Sql,
  after: { readonly partnerId: string; readonly userId: string } | undefined,
  limit: number,
): Promise<User[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from users.user
     where stage <> 'DELETED' and (partner_id, id) > ($1::uuid, $2::uuid) order by partner_id, id limit $3`,
    [after?.partnerId ?? NIL_ID, after?.userId ?? NIL_ID, limit],
  )
  return rows.map(userOf)
}

/** What never changes about those of the users that there are and that are not deleted. */
export async function findUserIds(
  sql: Sql,
  partnerId: string,
  externalUserIds: readonly string[],
): Promise<Pick<User, 'id' | 'externalUserId' | 'dataKeyId' | 'model'>[]> {
  const { rows } = await sql.query<Pick<User, 'id' | 'externalUserId' | 'dataKeyId' | 'model'>>(
    `select id, external_user_id as "externalUserId", data_key_id as "dataKeyId", model from users.user
     where partner_id = $1 and external_user_id = any ($2) and stage <> 'DELETED'`,
    [partnerId, externalUserIds],
  )
  return rows
}

/**
 * What balances show of those of the users that there are and that are not deleted. None of it has a space or a comma in
 * it: taking such a text apart costs both sides less than JSON.
 */
export function balanceOwners(users: readonly OfPartner[]): Question<ReadonlyMap<string, BalanceOwner>> {
  const { from, values } = rowsOf({ name: 'users.user', id: 'id', condition: `stage <> 'DELETED'` }, users)
  const line = `concat_ws(' ', r.id, r.model, coalesce(r.country, '-'), coalesce(r.poa_status, '-'), r.fiat_status, r.iban)`
  return { text: `select string_agg(${line}, ',') from ${from}`, values, read: readOwners }
}

function readOwners(text: string | null): ReadonlyMap<string, BalanceOwner> {
  const owners = new Map<string, BalanceOwner>()
  for (const [id = '', model, country, poaStatus, fiatStatus, iban = null] of wordsOf(text)) {
    owners.set(id, {
      id,
      model: model as User['model'],
      country: country === '-' ? null : (country as string),
      poaStatus: poaStatus === '-' ? null : (poaStatus as User['poaStatus']),
      fiatStatus: fiatStatus as User['fiatStatus'],
      iban,
    })
  }
  return owners
}

export interface UserQuery {
  readonly partnerId: string
  readonly isDeletedToo: boolean
  readonly externalUserId?: string | undefined
  readonly emailIndex?: Buffer | undefined
  readonly lastNameIndex?: Buffer | undefined
  /** Only users with a smaller id. */
  readonly before: string | undefined
  readonly limit: number
}

/** Users of a partner, newest first. */
export async function findUsers(sql: Sql, query: UserQuery): Promise<User[]> {
  const where = new Conditions()
    .add('partner_id =', query.partnerId)
    .add('id <', query.before)
    .add('external_user_id =', query.externalUserId)
    .add('email_index =', query.emailIndex)
    .add('last_name_index =', query.lastNameIndex)
  const living = query.isDeletedToo ? '' : `and stage <> 'DELETED'`
  const { rows } = await sql.query<Row>(
    `select ${columns} from users.user where ${where.text} ${living} order by id desc limit ${where.place(query.limit)}`,
    where.values,
  )
  return rows.map(userOf)
}

/** Empties the rows of users whose data keys are destroyed; returns them. */
export async function eraseUsers(
  sql: Sql,
  dataKeyIds: readonly string[],
  now: Date,
): Promise<{ partnerId: string; id: string }[]> {
  if (dataKeyIds.length === 0) return []
  const { rows } = await sql.query<{ partner_id: string; id: string }>(
    `update users.user set sealed = null, iban = null, reference = null, erased_at = $2, updated_at = $2, version = version + 1
     where data_key_id = any ($1::uuid[]) and erased_at is null and stage = 'DELETED' returning partner_id, id`,
    [dataKeyIds, now],
  )
  return rows.map(row => ({ partnerId: row.partner_id, id: row.id }))
}

/** How many other living users of the partner have one of these documents. */
export async function countByDocuments(
  sql: Sql,
  user: Pick<User, 'partnerId' | 'id'>,
  documents: readonly Buffer[],
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from users.user
     where partner_id = $1 and id <> $2 and stage <> 'DELETED' and document_index = any ($3)`,
    [user.partnerId, user.id, documents],
  )
  return rows[0]?.count ?? 0
}

/** Other living users of the partner who were born on the same day, the newest first. */
export async function findBornWith(
  sql: Sql,
  { partnerId, id, indexes }: Pick<User, 'partnerId' | 'id' | 'indexes'>,
  limit: number,
): Promise<User[]> {
  if (indexes.birth === null) return []
  const { rows } = await sql.query<Row>(
    `select ${columns} from users.user
     where partner_id = $1 and id <> $2 and stage <> 'DELETED' and birth_index = $3 order by id desc limit $4`,
    [partnerId, id, indexes.birth, limit],
  )
  return rows.map(userOf)
}
