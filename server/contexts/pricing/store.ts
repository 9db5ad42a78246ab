import { type CryptoSlug, parseCryptoCurrency, parseCurrency, parseNetwork } from '@florin/contract/assets.ts'
import { decimal, formatDecimal } from '../../kit/decimal.ts'
import type { Sql } from '../../kit/sql.ts'
import { FEE_KINDS, type FeeBook, type FeeItem, type FeeOverride, type FeeSchedule } from './fee.ts'
import type { GuardedRate } from './guarded-rate.ts'
import type { NoPriceReason } from './rate-guard.ts'

type ItemRow = {
  kind: string
  currency: string
  network: string | null
  fraction: string
  minimum_units: string
  fixed_units: string
}

/** Units and fractions as text: exact, and the same whatever type parsers the connection has. */
const ITEM_COLUMNS = `kind, currency, network, fraction::text as fraction,
  minimum_units::text as minimum_units, fixed_units::text as fixed_units`

function itemOf(row: ItemRow): FeeItem {
  const kind = FEE_KINDS.find(known => known === row.kind)
  const currency = parseCurrency(row.currency)
  const network = row.network === null ? null : parseNetwork(row.network)
  if (kind === undefined || currency === undefined || network === undefined) {
    throw new RangeError(`a fee that this version does not know: ${row.kind} ${row.currency} ${row.network}`)
  }
  return {
    kind,
    currency,
    network,
    fraction: decimal(row.fraction),
    minimum: { asset: currency, units: BigInt(row.minimum_units) },
    fixed: { asset: currency, units: BigInt(row.fixed_units) },
  }
}

const rowOf = (item: FeeItem): ItemRow => ({
  kind: item.kind,
  currency: item.currency,
  network: item.network,
  fraction: formatDecimal(item.fraction),
  minimum_units: item.minimum.units.toString(),
  fixed_units: item.fixed.units.toString(),
})

/** What applies to a partner at one moment: the schedule in force and its overrides in force. One round trip. */
export async function loadFeeBook(sql: Sql, partnerId: string, at: Date): Promise<FeeBook> {
  const { rows } = await sql.query<
    ItemRow & { version: number | null; id: string | null; valid_from: Date; valid_to: Date | null }
  >(
    `select version, valid_from, null::uuid as id, null::timestamptz as valid_to, valid_from as made_at, ${ITEM_COLUMNS}
     from pricing.fee_schedule_item join pricing.fee_schedule using (version)
     where version = (select version from pricing.fee_schedule where valid_from <= $2
                      order by valid_from desc, version desc limit 1)
     union all
     select null, valid_from, id, valid_to, created_at, ${ITEM_COLUMNS}
     from pricing.fee_override where partner_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)
     order by made_at, id`,
    [partnerId, at],
  )
  const ofSchedule = rows.filter(row => row.version !== null)
  const head = ofSchedule[0]
  const schedules: FeeSchedule[] =
    head === undefined
      ? []
      : [{ version: head.version ?? 0, validFrom: head.valid_from, items: ofSchedule.map(itemOf) }]
  const overrides = rows
    .filter(row => row.version === null)
    .map(row => ({
      ...itemOf(row),
      id: row.id ?? '',
      partnerId,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    }))
  return { schedules, overrides }
}

/** Adds a version; the number must be new (unique violation 23505 otherwise). One statement, so all of it or nothing. */
export async function addFeeSchedule(sql: Sql, schedule: FeeSchedule, note: string, createdAt: Date): Promise<void> {
  await sql.query(
    `with version as (
       insert into pricing.fee_schedule (version, valid_from, note, created_at) values ($1, $2, $3, $4) returning version
     )
     insert into pricing.fee_schedule_item (version, kind, currency, network, fraction, minimum_units, fixed_units)
     select v.version, i.kind, i.currency, i.network, i.fraction, i.minimum_units, i.fixed_units
     from version v, json_to_recordset($5) as i(kind text, currency text, network text, fraction numeric,
                                                minimum_units numeric, fixed_units numeric)`,
    [schedule.version, schedule.validFrom, note, createdAt, JSON.stringify(schedule.items.map(rowOf))],
  )
}

/** Adds a partner's own terms. */
export async function addFeeOverride(sql: Sql, override: FeeOverride, createdAt: Date): Promise<void> {
  const { kind, currency, network, fraction, minimum_units, fixed_units } = rowOf(override)
  await sql.query(
    `insert into pricing.fee_override (partner_id, id, kind, currency, network, fraction, minimum_units, fixed_units,
                                       valid_from, valid_to, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      override.partnerId,
      override.id,
      kind,
      currency,
      network,
      fraction,
      minimum_units,
      fixed_units,
      override.validFrom,
      override.validTo,
      createdAt,
    ],
  )
}

type OverrideRow = ItemRow & { id: string; partner_id: string; valid_from: Date; valid_to: Date | null }

const overrideOf = (row: OverrideRow): FeeOverride => ({
  ...itemOf(row),
  id: row.id,
  partnerId: row.partner_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
})

/** A partner's own terms, ended ones too, the one made last first. */
export async function listFeeOverrides(
  sql: Sql,
  partnerId: string,
  page: { limit: number; before?: string | undefined },
): Promise<FeeOverride[]> {
  const { rows } = await sql.query<OverrideRow>(
    `select id, partner_id, valid_from, valid_to, ${ITEM_COLUMNS} from pricing.fee_override
     where partner_id = $1 and ($3::uuid is null or id < $3) order by id desc limit $2`,
    [partnerId, page.limit, page.before ?? null],
  )
  return rows.map(overrideOf)
}

export async function findFeeOverride(sql: Sql, partnerId: string, id: string): Promise<FeeOverride | undefined> {
  const { rows } = await sql.query<OverrideRow>(
    `select id, partner_id, valid_from, valid_to, ${ITEM_COLUMNS} from pricing.fee_override
     where partner_id = $1 and id = $2`,
    [partnerId, id],
  )
  return rows[0] && overrideOf(rows[0])
}

/** Ends an override at a moment (at its beginning, if that is later). False when the partner has none of this id that runs on beyond it. */
export async function endFeeOverride(sql: Sql, partnerId: string, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update pricing.fee_override set valid_to = greatest($3, valid_from)
     where partner_id = $1 and id = $2 and (valid_to is null or valid_to > $3)`,
    [partnerId, id, at],
  )
  return rowCount === 1
}

type RateRow = {
  asset: string
  bid: string | null
  ask: string | null
  observed_at: Date | null
  sources: string[] | null
  refusal: NoPriceReason | null
  checked_at: Date
}

/** The guard's latest word on every asset that it has looked at. */
export async function loadGuardedRates(sql: Sql): Promise<Map<CryptoSlug, GuardedRate>> {
  const { rows } = await sql.query<RateRow>(
    'select asset, bid::text as bid, ask::text as ask, observed_at, sources, refusal, checked_at from pricing.guarded_rate',
  )
  const rates = new Map<CryptoSlug, GuardedRate>()
  for (const { asset, bid, ask, observed_at, sources, refusal, checked_at } of rows) {
    const slug = parseCryptoCurrency(asset)
    if (slug === undefined) continue
    const price =
      bid === null || ask === null || observed_at === null
        ? null
        : { bid: decimal(bid), ask: decimal(ask), observedAt: observed_at, sources: sources ?? [] }
    rates.set(slug, { asset: slug, price, refusal, checkedAt: checked_at })
  }
  return rates
}

/** The last price that there was of each asset, as text: "asset bid ask,…". */
export const lastPricesText = `select string_agg(concat_ws(' ', asset, bid, ask), ',' order by asset)
  from pricing.guarded_rate where bid is not null and ask is not null`

/** Writes what a check found. Of two processes that check at once, the later check stays. One round trip. */
export async function saveGuardedRates(sql: Sql, rates: readonly GuardedRate[]): Promise<void> {
  const rows = rates.map(({ asset, price, refusal, checkedAt }) => ({
    asset,
    refusal,
    checked_at: checkedAt,
    bid: price === null ? null : formatDecimal(price.bid),
    ask: price === null ? null : formatDecimal(price.ask),
    observed_at: price?.observedAt ?? null,
    sources: price?.sources ?? null,
  }))
  await sql.query(
    `insert into pricing.guarded_rate (asset, bid, ask, observed_at, sources, refusal, checked_at)
     select asset, bid, ask, observed_at, sources, refusal, checked_at
     from json_to_recordset($1) as r(asset text, bid numeric, ask numeric, observed_at timestamptz, sources text[],
                                     refusal text, checked_at timestamptz)
     order by asset
     on conflict (asset) do update set bid = excluded.bid, ask = excluded.ask, observed_at = excluded.observed_at,
       sources = excluded.sources, refusal = excluded.refusal, checked_at = excluded.checked_at
     where pricing.guarded_rate.checked_at <= excluded.checked_at`,
    [JSON.stringify(rows)],
  )
}
