import { type CryptoSlug, parseCryptoCurrency } from '@florin/contract/assets.ts'
import { type Decimal, decimal, formatDecimal } from '../../../kit/decimal.ts'
import type { Sql } from '../../../kit/sql.ts'
import { type MarketState, type RateFault, type RateFaultKind, SIMULATED_SOURCES } from './ticker-book.ts'

/** From now on the asset is worth exactly this, at every source. */
export async function pinPrice(sql: Sql, asset: CryptoSlug, eurPrice: Decimal, now: Date): Promise<void> {
  await sql.query(
    `insert into sim_rates.pinned_price (asset, eur_price, pinned_at) values ($1, $2, $3)
     on conflict (asset) do update set eur_price = excluded.eur_price, pinned_at = excluded.pinned_at`,
    [asset, formatDecimal(eurPrice), now],
  )
}

/** From now on the asset moves by itself again. */
export async function unpinPrice(sql: Sql, asset: CryptoSlug): Promise<void> {
  await sql.query('delete from sim_rates.pinned_price where asset = $1', [asset])
}

/** The next `count` answers of the market bear the fault, whatever was planned of it before; 0 takes it back. */
export async function planFault(sql: Sql, { kind, source, asset }: RateFault, count: number): Promise<void> {
  await (count === 0
    ? sql.query(
        'delete from sim_rates.fault where kind = $1 and source is not distinct from $2 and asset is not distinct from $3',
        [kind, source, asset],
      )
    : sql.query(
        `insert into sim_rates.fault (kind, source, asset, remaining) values ($1, $2, $3, $4)
         on conflict (kind, source, asset) do update set remaining = excluded.remaining`,
        [kind, source, asset, count],
      ))
}

/** The state for one answer. The faults that it bears are counted down with it: among any number of processes, each answer's own. */
export async function takeState(sql: Sql): Promise<MarketState> {
  const { rows } = await sql.query<{ pinned: Record<string, string> | null; faults: StoredFault[] | null }>(
    `with due as (
       select kind, source, asset from sim_rates.fault order by kind, source, asset for update
     ), spent as (
       delete from sim_rates.fault f using due d
       where f.remaining = 1 and f.kind = d.kind and f.source is not distinct from d.source and f.asset is not distinct from d.asset
       returning f.kind, f.source, f.asset
     ), counted as (
       update sim_rates.fault f set remaining = f.remaining - 1 from due d
       where f.remaining > 1 and f.kind = d.kind and f.source is not distinct from d.source and f.asset is not distinct from d.asset
       returning f.kind, f.source, f.asset
     )
     select (select json_object_agg(asset, eur_price::text) from sim_rates.pinned_price) as pinned,
            (select json_agg(f) from (select * from spent union all select * from counted) f) as faults`,
  )
  return { pinned: pinnedOf(rows[0]?.pinned ?? {}), faults: (rows[0]?.faults ?? []).map(faultOf) }
}

type StoredFault = { kind: RateFaultKind; source: string | null; asset: string | null }

function pinnedOf(stored: Record<string, string>): ReadonlyMap<CryptoSlug, Decimal> {
  const pinned = new Map<CryptoSlug, Decimal>()
  for (const [asset, price] of Object.entries(stored)) {
    const slug = parseCryptoCurrency(asset)
    if (slug !== undefined) pinned.set(slug, decimal(price))
  }
  return pinned
}

const faultOf = ({ kind, source, asset }: StoredFault): RateFault => ({
  kind,
  source: SIMULATED_SOURCES.find(known => known === source) ?? null,
  asset: asset === null ? null : (parseCryptoCurrency(asset) ?? null),
})
