import { Conditions } from '../../kit/postgres/conditions.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { ProofOfAddress } from './proof-of-address.ts'

const columns = `partner_id as "partnerId", id, user_id as "userId", external_user_id as "externalUserId", state,
  claimed_by as "claimedBy", claimed_at as "claimedAt", approved_by as "approvedBy",
  submitted_at as "submittedAt", decided_at as "decidedAt", version`

export const poaStore: Store<ProofOfAddress> = {
  async save({ sql }, poa) {
    const { rowCount } =
      poa.version === 1
        ? await sql.query(
            `insert into kyc.poa (partner_id, id, user_id, external_user_id, state, submitted_at, decided_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
            [
              poa.partnerId,
              poa.id,
              poa.userId,
              poa.externalUserId,
              poa.state,
              poa.submittedAt,
              poa.decidedAt,
              poa.version,
            ],
          )
        : await sql.query(
            `update kyc.poa set state = $3, claimed_by = $4, claimed_at = $5, approved_by = $6, decided_at = $7, version = $8
             where partner_id = $1 and id = $2 and version = $8 - 1`,
            [
              poa.partnerId,
              poa.id,
              poa.state,
              poa.claimedBy,
              poa.claimedAt,
              poa.approvedBy,
              poa.decidedAt,
              poa.version,
            ],
          )
    // A new one that is not inserted: another upload of this user came first.
    if (rowCount !== 1) throw new StaleRow(`proof of address ${poa.id}`)
  },
}

async function one(sql: Sql, rest: string, values: readonly unknown[]): Promise<ProofOfAddress | undefined> {
  return (await sql.query<ProofOfAddress>(`select ${columns} from kyc.poa where ${rest}`, values)).rows[0]
}

/** The newest proof of address of a user. */
export const findLatestPoa = (sql: Sql, partnerId: string, userId: string): Promise<ProofOfAddress | undefined> =>
  one(sql, 'partner_id = $1 and user_id = $2 order by id desc limit 1', [partnerId, userId])

/** One of any partner, for the operator. */
export const findPoa = (sql: Sql, poaId: string): Promise<ProofOfAddress | undefined> => one(sql, 'id = $1', [poaId])

/** All of a user, oldest first. */
export async function findPoasOf(sql: Sql, partnerId: string, userId: string): Promise<ProofOfAddress[]> {
  const { rows } = await sql.query<ProofOfAddress>(
    `select ${columns} from kyc.poa where partner_id = $1 and user_id = $2 order by id`,
    [partnerId, userId],
  )
  return rows
}

/** Of all partners or of one, newest first. */
export async function findPoas(
  sql: Sql,
  query: {
    readonly partnerId?: string | undefined
    readonly state?: string | undefined
    /** Null: claimed by nobody. */
    readonly claimedBy?: string | null | undefined
    readonly before: string | undefined
    readonly limit: number
  },
): Promise<ProofOfAddress[]> {
  const where = new Conditions()
    .add('partner_id =', query.partnerId)
    .add('state =', query.state)
    .add('claimed_by is not distinct from', query.claimedBy)
    .add('id <', query.before)
  const { rows } = await sql.query<ProofOfAddress>(
    `select ${columns} from kyc.poa where ${where.text} order by id desc limit ${where.place(query.limit)}`,
    where.values,
  )
  return rows
}
