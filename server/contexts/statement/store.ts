import { leastIdAt } from '../../kit/ids.ts'
import { Conditions } from '../../kit/postgres/conditions.ts'
import type { Sql } from '../../kit/sql.ts'
import type { HistoryFilter, HistoryLine } from './history.ts'

interface Row {
  id: string
  type: HistoryLine['type']
  direction: HistoryLine['direction']
  status: HistoryLine['status']
  asset: string
  units: bigint
  fee_units: bigint
  fee_asset: string | null
  counterparty: string | null
  reference: string | null
  sealed: Buffer | null
  balance_after: bigint | null
  created_at: Date
  completed_at: Date | null
}

const lineOf = (row: Row): HistoryLine => ({
  id: row.id,
  type: row.type,
  direction: row.direction,
  status: row.status,
  asset: row.asset,
  units: row.units,
  feeUnits: row.fee_units,
  feeAsset: row.fee_asset,
  counterparty: row.counterparty,
  reference: row.reference,
  sealed: row.sealed,
  balanceAfter: row.balance_after,
  createdAt: row.created_at,
  completedAt: row.completed_at,
})

export interface LineQuery {
  readonly partnerId: string
  readonly ownerId: string
  readonly filter: HistoryFilter
  /** Ids bear the time of our clock: then they bound a search by time. Not under a manual clock, which stands behind. */
  readonly isIdTimed: boolean
  readonly before: string | undefined
  readonly limit: number
}

/** An id is made in the unit of work that dates the line, which lasts a minute at most; other processes' clocks differ by seconds. */
const idSlackMs = 3_600_000

/** Lines of an owner, newest first; with an asset, those that gave or received it. Ids rise with time, so their order is that of the primary key. */
export async function findLines(sql: Sql, query: LineQuery): Promise<HistoryLine[]> {
  const { filter } = query
  const where = new Conditions()
    .add('partner_id =', query.partnerId)
    .add('owner_id =', query.ownerId)
    .add('id <', query.before)
    .add('type =', filter.type)
    .add('status =', filter.status)
    .add('created_at >=', filter.from)
    .add('created_at <', filter.to)
  if (query.isIdTimed) {
    where.add('id >=', filter.from && leastIdAt(new Date(filter.from.getTime() - idSlackMs)))
    where.add('id <', filter.to && leastIdAt(new Date(filter.to.getTime() + idSlackMs)))
  }
  const asset = filter.asset && where.place(filter.asset)
  const limit = where.place(query.limit)
  const of = (side: string): string =>
    `select ${columns} from statement.line where ${where.text}${side} order by id desc limit ${limit}`
  // An exchange has one line, on the account that gave: what was received is its counterparty. Each side walks its own index.
  const text =
    asset === undefined
      ? of('')
      : `select * from ((${of(` and asset = ${asset}`)}) union all
                        (${of(` and type = 'EXCHANGE' and counterparty = ${asset}`)})) l order by id desc limit ${limit}`
  const { rows } = await sql.query<Row>(text, where.values)
  return rows.map(lineOf)
}

const columns = `id, type, direction, status, asset, units, fee_units, fee_asset, counterparty, reference, sealed, balance_after,
  created_at, completed_at`
