import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { CaseState, KycCase } from './kyc-case.ts'

interface Row {
  partner_id: string
  id: string
  user_id: string
  external_user_id: string
  state: CaseState
  document_type: KycCase['documentType']
  sealed_reasons: Buffer | null
  opened_at: Date
  updated_at: Date
  decided_at: Date | null
  version: number
}

const columns =
  'partner_id, id, user_id, external_user_id, state, document_type, sealed_reasons, opened_at, updated_at, decided_at, version'

const caseOf = (row: Row): KycCase => ({
  partnerId: row.partner_id,
  id: row.id,
  userId: row.user_id,
  externalUserId: row.external_user_id,
  state: row.state,
  documentType: row.document_type,
  sealedReasons: row.sealed_reasons,
  openedAt: row.opened_at,
  updatedAt: row.updated_at,
  decidedAt: row.decided_at,
  version: row.version,
})

export const caseStore: Store<KycCase> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into kyc."case" (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
            [
              next.partnerId,
              next.id,
              next.userId,
              next.externalUserId,
              next.state,
              next.documentType,
              next.sealedReasons,
              next.openedAt,
              next.updatedAt,
              next.decidedAt,
              next.version,
            ],
          )
        : await sql.query(
            `update kyc."case" set state = $3, document_type = $4, sealed_reasons = $5, updated_at = $6, decided_at = $7, version = $8
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
            ],
          )
    // A new case that is not inserted: somebody else has just opened one for this user.
    if (rowCount !== 1) throw new StaleRow(`kyc case ${next.id}`)
  },
}

async function one(sql: Sql, rest: string, values: readonly unknown[]): Promise<KycCase | undefined> {
  const { rows } = await sql.query<Row>(`select ${columns} from kyc."case" where ${rest}`, values)
  return rows[0] && caseOf(rows[0])
}

/** The newest verification of a user. */
export const findLatestCase = (sql: Sql, partnerId: string, userId: string): Promise<KycCase | undefined> =>
  one(sql, 'partner_id = $1 and user_id = $2 order by id desc limit 1', [partnerId, userId])

/** A case of any partner, for the operator. */
export const findCase = (sql: Sql, caseId: string): Promise<KycCase | undefined> => one(sql, 'id = $1', [caseId])

/** Cases of all partners or of one, newest first. */
export async function findCases(
  sql: Sql,
  query: {
    readonly partnerId?: string | undefined
    readonly state?: string | undefined
    readonly before: string | undefined
    readonly limit: number
  },
): Promise<KycCase[]> {
  const values: unknown[] = []
  const conditions = ['true']
  const where = (condition: string, value: unknown): void => {
    if (value === undefined) return
    values.push(value)
    conditions.push(`${condition} $${values.length}`)
  }
  where('partner_id =', query.partnerId)
  where('state =', query.state)
  where('id <', query.before)
  values.push(query.limit)
  const { rows } = await sql.query<Row>(
    `select ${columns} from kyc."case" where ${conditions.join(' and ')} order by id desc limit $${values.length}`,
    values,
  )
  return rows.map(caseOf)
}
