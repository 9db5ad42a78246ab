import { Conditions } from '../../kit/postgres/conditions.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Hit } from './hit.ts'

const columns = `partner_id as "partnerId", id, user_id as "userId", external_user_id as "externalUserId", fingerprint,
  list_code as "list", topics, score, risk, state, claimed_by as "claimedBy", claimed_at as "claimedAt",
  approved_by as "approvedBy", sealed, opened_at as "openedAt", updated_at as "updatedAt",
  decided_at as "decidedAt", decided_by as "decidedBy", version`

export const hitStore: Store<Hit> = {
  async save({ sql }, next) {
    const changing = [
      next.topics,
      next.score,
      next.state,
      next.sealed,
      next.updatedAt,
      next.decidedAt,
      next.decidedBy,
      next.risk,
      next.claimedBy,
      next.claimedAt,
      next.approvedBy,
    ]
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into screening.hit (partner_id, id, topics, score, state, sealed, updated_at, decided_at, decided_by,
               risk, claimed_by, claimed_at, approved_by, version, user_id, external_user_id, fingerprint, list_code,
               opened_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) on conflict do nothing`,
            [
              next.partnerId,
              next.id,
              ...changing,
              next.version,
              next.userId,
              next.externalUserId,
              next.fingerprint,
              next.list,
              next.openedAt,
            ],
          )
        : await sql.query(
            `update screening.hit set topics = $3, score = $4, state = $5, sealed = $6, updated_at = $7, decided_at = $8,
               decided_by = $9, risk = $10, claimed_by = $11, claimed_at = $12, approved_by = $13, version = $14
             where partner_id = $1 and id = $2 and version = $14 - 1`,
            [next.partnerId, next.id, ...changing, next.version],
          )
    if (rowCount !== 1) throw new StaleRow(`hit ${next.id}`)
  },
}

/** Every hit of a user, also those that are decided or have lapsed. */
export async function findHitsOfUser(sql: Sql, partnerId: string, userId: string): Promise<Hit[]> {
  const { rows } = await sql.query<Hit>(
    `select ${columns} from screening.hit where partner_id = $1 and user_id = $2 order by id`,
    [partnerId, userId],
  )
  return rows
}

/** A hit of any partner, for the operator. */
export async function findHit(sql: Sql, id: string): Promise<Hit | undefined> {
  const { rows } = await sql.query<Hit>(`select ${columns} from screening.hit where id = $1`, [id])
  return rows[0]
}

export interface HitFilter {
  readonly partnerId?: string | undefined
  readonly userId?: string | undefined
  readonly state?: string | undefined
  readonly list?: string | undefined
  readonly risk?: string | undefined
  /** Null: claimed by nobody. */
  readonly claimedBy?: string | null | undefined
}

/** Hits of all partners or of one, newest first. */
export async function findHits(
  sql: Sql,
  filter: HitFilter,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<Hit[]> {
  const where = new Conditions()
    .add('partner_id =', filter.partnerId)
    .add('user_id =', filter.userId)
    .add('state =', filter.state)
    .add('list_code =', filter.list)
    .add('risk =', filter.risk)
    .add('claimed_by is not distinct from', filter.claimedBy)
    .add('id <', page.before)
  const { rows } = await sql.query<Hit>(
    `select ${columns} from screening.hit where ${where.text} order by id desc limit ${where.place(page.limit)}`,
    where.values,
  )
  return rows
}

export async function countOpenHits(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ count: bigint }>(
    `select count(*) as count from screening.hit where state = 'OPEN'`,
  )
  return Number(rows[0]?.count ?? 0)
}

/** Says when a user was compared, with what, and how many hits there were. */
export async function keepScreening(
  sql: Sql,
  row: {
    readonly partnerId: string
    readonly userId: string
    readonly sweepNumber: number
    readonly rules: string
    readonly hits: number
    readonly screenedAt: Date
  },
): Promise<void> {
  await sql.query(
    `insert into screening.screening (partner_id, user_id, sweep_number, rules, hits, screened_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (partner_id, user_id) do update
     set sweep_number = $3, rules = $4, hits = $5, screened_at = $6`,
    [row.partnerId, row.userId, row.sweepNumber, row.rules, row.hits, row.screenedAt],
  )
}
