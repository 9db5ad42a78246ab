import type { OperatorRole } from '@florin/contract/kernel/endpoint.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { Operator } from './operator.ts'

interface Row {
  id: string
  name: string
  roles: OperatorRole[]
  token_hash: Buffer
  version: number
  created_at: Date
  disabled_at: Date | null
}

const columns = 'id, name, roles, token_hash, version, created_at, disabled_at'

const operatorOf = (row: Row): Operator => ({
  id: row.id,
  name: row.name,
  roles: row.roles,
  tokenHash: row.token_hash,
  version: row.version,
  createdAt: row.created_at,
  disabledAt: row.disabled_at ?? undefined,
})

export const operatorStore: Store<Operator> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into operator.operator (${columns}) values ($1, $2, $3, $4, 1, $5, null)`, [
            next.id,
            next.name,
            next.roles,
            next.tokenHash,
            next.createdAt,
          ])
        : await sql.query(
            'update operator.operator set disabled_at = $2, version = $3 where id = $1 and version = $3 - 1',
            [next.id, next.disabledAt ?? null, next.version],
          )
    if (rowCount !== 1) throw new StaleRow('operator')
  },
}

/** One change of the operators at a time: names are free and admins are left by all of them together. */
export async function lockOperators(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('operator.change', 0))`)
}

const find = async (sql: Sql, condition: string, value: unknown): Promise<Operator | undefined> => {
  const { rows } = await sql.query<Row>(`select ${columns} from operator.operator where ${condition}`, [value])
  return rows[0] && operatorOf(rows[0])
}

export const findOperator = (sql: Sql, id: string): Promise<Operator | undefined> => find(sql, 'id = $1', id)

export const findOperatorByName = (sql: Sql, name: string): Promise<Operator | undefined> =>
  find(sql, 'name = $1', name)

export const findOperatorByToken = (sql: Sql, hash: Buffer): Promise<Operator | undefined> =>
  find(sql, 'token_hash = $1', hash)

/** All who are not disabled. */
export async function findActiveOperators(sql: Sql): Promise<Operator[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from operator.operator where disabled_at is null`)
  return rows.map(operatorOf)
}

/** Newest first. */
export async function listOperators(
  sql: Sql,
  page: { limit: number; before: string | undefined },
): Promise<Operator[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from operator.operator where ($2::uuid is null or id < $2) order by id desc limit $1`,
    [page.limit, page.before ?? null],
  )
  return rows.map(operatorOf)
}
