import { CRYPTO_SLUGS, type CryptoSlug } from '@florin/contract/assets.ts'
import { type Decimal, decimal, formatDecimal, multiplyDecimals } from '../../../kit/decimal.ts'
import { marketPrice, sourceMid, spread } from './market.ts'

/** The simulated exchanges: enough that the median guard can outvote one. */
export const SIMULATED_SOURCES = ['harbour', 'meridian', 'northgate'] as const
export type SimulatedSource = (typeof SIMULATED_SOURCES)[number]

/**
 * What a source can be made to do. `unavailable`: it does not answer. `halt`: the pair is listed but does not trade.
 * `stale`: its prices are ten minutes old. `deviate`: it is far from the market, each source in its own way.
 */
export const RATE_FAULTS = ['unavailable', 'halt', 'stale', 'deviate'] as const
export type RateFaultKind = (typeof RATE_FAULTS)[number]

/** Null: every source, every asset. */
export type RateFault = {
  readonly kind: RateFaultKind
  readonly source: string | null
  readonly asset: CryptoSlug | null
}

/** What somebody has done to the market. A pinned asset is worth exactly its price at every source, without a spread. */
export type MarketState = { readonly pinned: ReadonlyMap<CryptoSlug, Decimal>; readonly faults: readonly RateFault[] }

const STALE_BY_MS = 600_000
/** Times the price, exactly: rounded to the decimals of a price that was pinned at 1 they would agree with each other. */
const DEVIATIONS: Readonly<Record<SimulatedSource, Decimal>> = {
  harbour: decimal('1.25'),
  meridian: decimal('0.8'),
  northgate: decimal('1.6'),
}

/** The document that a source publishes now, in the format of `wire.ts`; undefined when it is down. */
export function tickerBook(seed: string, source: SimulatedSource, state: MarketState, now: Date): string | undefined {
  const faults = state.faults.filter(fault => fault.source === null || fault.source === source)
  if (faults.some(fault => fault.kind === 'unavailable')) return undefined
  const tickers = CRYPTO_SLUGS.map(asset => {
    const kinds = new Set(
      faults.filter(fault => fault.asset === null || fault.asset === asset).map(fault => fault.kind),
    )
    const at = kinds.has('stale') ? new Date(now.getTime() - STALE_BY_MS) : now
    const { bid, ask } = quote(seed, source, asset, state, at, kinds.has('deviate'))
    return {
      pair: `${asset.toUpperCase()}/EUR`,
      bid: formatDecimal(bid),
      ask: formatDecimal(ask),
      ts: at.getTime(),
      status: kinds.has('halt') ? 'halted' : 'trading',
    }
  })
  return JSON.stringify({ exchange: source, time: now.getTime(), tickers })
}

function quote(
  seed: string,
  source: SimulatedSource,
  asset: CryptoSlug,
  state: MarketState,
  at: Date,
  isDeviating: boolean,
): { bid: Decimal; ask: Decimal } {
  const off = (price: Decimal) => (isDeviating ? multiplyDecimals(price, DEVIATIONS[source]) : price)
  const pinned = state.pinned.get(asset)
  if (pinned !== undefined) return { bid: off(pinned), ask: off(pinned) }
  return spread(off(sourceMid(seed, source, marketPrice(seed, asset, at), at)))
}
