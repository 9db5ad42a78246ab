import { Conditions } from '../../kit/postgres/conditions.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { KycCase } from './kyc-case.ts'

const columns = `partner_id as "partnerId", id, user_id as "userId", external_user_id as "externalUserId", state,
  document_type as "documentType", challenge, sealed_reasons as "sealedReasons", risk, claimed_by as "claimedBy",
  claimed_at as "claimedAt", approved_by as "approvedBy", opened_at as "openedAt", updated_at as "updatedAt", decided_at as "decidedAt", version`

export const caseStore: Store<KycCase> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into kyc."case" (partner_id, id, user_id, external_user_id, state, document_type, opened_at, updated_at, version,
               challenge)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
            [
              next.partnerId,
              next.id,
              next.userId,
              next.externalUserId,
              next.state,
              next.documentType,
              next.openedAt,
              next.updatedAt,
              next.version,
              next.challenge,
            ],
          )
        : await sql.query(
            `update kyc."case" set state = $3, document_type = $4, sealed_reasons = $5, updated_at = $6, decided_at = $7,
               version = $8, risk = $9, claimed_by = $10, approved_by = $11, claimed_at = $12, challenge = $13
             where partner_id = $1 and id = $2 and version = $8 - 1`,
            [
              next.partnerId,
              next.id,
              next.state,
              next.documentType,
              next.sealedReasons,
              next.updatedAt,
              next.decidedAt,
              next.version,
              next.risk,
              next.claimedBy,
              next.approvedBy,
              next.claimedAt,
              next.challenge,
            ],
          )
    // A new case that is not inserted: somebody else has just opened one for this user.
    if (rowCount !== 1) throw new StaleRow(`kyc case ${next.id}`)
  },
}

async function one(sql: Sql, rest: string, values: readonly unknown[]): Promise<KycCase | undefined> {
  return (await sql.query<KycCase>(`select ${columns} from kyc."case" where ${rest}`, values)).rows[0]
}

/** The newest verification of a user. */
export const findLatestCase = (sql: Sql, partnerId: string, userId: string): Promise<KycCase | undefined> =>
  one(sql, 'partner_id = $1 and user_id = $2 order by id desc limit 1', [partnerId, userId])

/** A case of any partner, for the operator. */
export const findCase = (sql: Sql, caseId: string): Promise<KycCase | undefined> => one(sql, 'id = $1', [caseId])

/** Every verification of a user, oldest first. */
export async function findCasesOf(sql: Sql, partnerId: string, userId: string): Promise<KycCase[]> {
  const { rows } = await sql.query<KycCase>(
    `select ${columns} from kyc."case" where partner_id = $1 and user_id = $2 order by id`,
    [partnerId, userId],
  )
  return rows
}

/** Cases of all partners or of one, newest first. */
export async function findCases(
  sql: Sql,
  query: {
    readonly partnerId?: string | undefined
    readonly state?: string | undefined
    readonly risk?: string | undefined
    /** Null: claimed by nobody. */
    readonly claimedBy?: string | null | undefined
    readonly before: string | undefined
    readonly limit: number
  },
): Promise<KycCase[]> {
  const where = new Conditions()
    .add('partner_id =', query.partnerId)
    .add('risk =', query.risk)
    .add('claimed_by is not distinct from', query.claimedBy)
    .add('state =', query.state)
    .add('id <', query.before)
  const { rows } = await sql.query<KycCase>(
    `select ${columns} from kyc."case" where ${where.text} order by id desc limit ${where.place(query.limit)}`,
    where.values,
  )
  return rows
}
