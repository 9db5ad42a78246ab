import { limitOperations, limitPeriods } from '@florin/contract/shapes/limit.ts'
import type { Money } from '../../kit/money.ts'
import type { Sql } from '../../kit/sql.ts'
import type { CapOverride, LimitOperation, LimitPeriod, Tier } from './cap.ts'
import type { Standing } from './standing.ts'

const euros = (units: bigint): Money => ({ asset: 'eur', units })

/** From now on the caps of the extended tier hold for the owner. Twice is once. */
export async function noteExtension(
  sql: Sql,
  { partnerId, ownerId, at }: { readonly partnerId: string; readonly ownerId: string; readonly at: Date },
): Promise<void> {
  await sql.query(
    `insert into limits.extension (partner_id, owner_id, extended_at) values ($1, $2, $3) on conflict do nothing`,
    [partnerId, ownerId, at],
  )
}

interface StandingRow {
  operation: LimitOperation
  transaction_cap: bigint | null
  day_cap: bigint | null
  month_cap: bigint | null
  day_cents: bigint
  month_cents: bigint
  day_ends: Date
  month_ends: Date
}

/** Every limit of an owner that bears limits, as it stands at a moment. */
export async function findStandings(
  sql: Sql,
  { partnerId, ownerId, at }: { readonly partnerId: string; readonly ownerId: string; readonly at: Date },
): Promise<Standing[]> {
  const { rows } = await sql.query<StandingRow>(
    `select o.operation, caps.transaction_cap, caps.day_cap, caps.month_cap,
            coalesce(case when c.day >= w.day then c.day_cents end, 0) as day_cents,
            coalesce(case when c.month >= w.month then c.month_cents end, 0) as month_cents,
            (greatest(w.day, c.day) + 1)::timestamp at time zone w.zone as day_ends,
            (greatest(w.month, c.month) + interval '1 month') at time zone w.zone as month_ends
     from unnest($4::text[]) with ordinality as o(operation, n)
     cross join (
       select limits.zone(settings) as zone, ($3 at time zone limits.zone(settings))::date as day,
              date_trunc('month', $3 at time zone limits.zone(settings))::date as month
       from partners.partner where id = $1
     ) w
     left join limits.extension e on e.partner_id = $1 and e.owner_id = $2
     cross join limits.caps($1, case when e.owner_id is null then 'STANDARD' else 'EXTENDED' end, o.operation, $3) caps
     left join limits.counter c on c.partner_id = $1 and c.owner_id = $2 and c.operation = o.operation
     order by o.n`,
    [partnerId, ownerId, at, limitOperations],
  )
  return rows.flatMap(row =>
    limitPeriods.flatMap(period => {
      const standing = standingOf(row, period)
      return standing === undefined ? [] : [standing]
    }),
  )
}

/** Undefined where there is no such cap. */
function standingOf(row: StandingRow, period: LimitPeriod): Standing | undefined {
  const { operation } = row
  const [cap, used, resetsAt] = {
    TRANSACTION: [row.transaction_cap, 0n, null] as const,
    DAY: [row.day_cap, row.day_cents, row.day_ends] as const,
    MONTH: [row.month_cap, row.month_cents, row.month_ends] as const,
  }[period]
  return cap === null ? undefined : { operation, period, cap: euros(cap), used: euros(used), resetsAt }
}

interface CapRow {
  partner_id: string
  id: string
  tier: Tier
  operation: LimitOperation
  period: LimitPeriod
  cents: bigint
  valid_from: Date
  valid_to: Date | null
}

const columns = 'partner_id, id, tier, operation, period, cents, valid_from, valid_to'

const overrideOf = (row: CapRow): CapOverride => ({
  partnerId: row.partner_id,
  id: row.id,
  tier: row.tier,
  operation: row.operation,
  period: row.period,
  cap: euros(row.cents),
  validFrom: row.valid_from,
  validTo: row.valid_to,
})

/** Adds a partner's own cap. */
export async function addCapOverride(sql: Sql, override: CapOverride, createdAt: Date): Promise<void> {
  const { partnerId, id, tier, operation, period, cap, validFrom, validTo } = override
  await sql.query(`insert into limits.cap (${columns}, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
    partnerId,
    id,
    tier,
    operation,
    period,
    cap.units,
    validFrom,
    validTo,
    createdAt,
  ])
}

/** A partner's own caps, ended ones too, the one made last first. With the nil UUID: the usual ones. */
export async function listCapOverrides(
  sql: Sql,
  partnerId: string,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<CapOverride[]> {
  const { rows } = await sql.query<CapRow>(
    `select ${columns} from limits.cap
     where partner_id = $1 and ($3::uuid is null or id < $3) order by id desc limit $2`,
    [partnerId, page.limit, page.before ?? null],
  )
  return rows.map(overrideOf)
}

/** Ends a cap at a moment (at its beginning, if that is later). Undefined when the partner has none of this id that runs on beyond it. */
export async function endCapOverride(
  sql: Sql,
  partnerId: string,
  id: string,
  at: Date,
): Promise<CapOverride | undefined> {
  const { rows } = await sql.query<CapRow>(
    `update limits.cap set valid_to = greatest($3, valid_from)
     where partner_id = $1 and id = $2 and (valid_to is null or valid_to > $3) returning ${columns}`,
    [partnerId, id, at],
  )
  return rows[0] && overrideOf(rows[0])
}
