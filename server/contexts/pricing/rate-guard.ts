import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  multiplyDecimals,
  normalizeDecimal,
  subtractDecimals,
} from '../../kit/decimal.ts'
import type { SourcePrice } from './rates.ts'

export type RateLimits = {
  /** Fewer sources than this give no price: one source alone could be wrong. */
  readonly sourcesMin: number
  readonly ageMaxMs: number
  /** A source's clock may run ahead of ours by this much. */
  readonly aheadMaxMs: number
  /** How far a source's bid and ask may each be from the median of the mids, as a fraction of that. */
  readonly deviationMax: Decimal
}

export const RATE_LIMITS: RateLimits = {
  sourcesMin: 2,
  ageMaxMs: 60_000,
  aheadMaxMs: 5_000,
  deviationMax: decimal('0.02'),
}

/** `halted`: too few sources trade the asset. `stale`: too few of their prices are recent. `deviating`: too few agree. */
export const NO_PRICE_REASONS = ['halted', 'stale', 'deviating'] as const
export type NoPriceReason = (typeof NO_PRICE_REASONS)[number]

export type GuardedPrice =
  | {
      readonly ok: true
      readonly bid: Decimal
      readonly ask: Decimal
      /** The oldest of the prices that it rests on. */
      readonly observedAt: Date
      readonly sources: readonly string[]
    }
  | { readonly ok: false; readonly reason: NoPriceReason }

/** One price of one asset out of several sources': the medians of those that are recent and agree, or why there is none. */
export function guardPrice(prices: readonly SourcePrice[], now: Date, limits: RateLimits = RATE_LIMITS): GuardedPrice {
  const sound = newestOfEachSource(prices.filter(isSound))
  if (sound.length < limits.sourcesMin) return { ok: false, reason: 'halted' }
  const recent = sound.filter(price => {
    const ageMs = now.getTime() - price.observedAt.getTime()
    return ageMs <= limits.ageMaxMs && ageMs >= -limits.aheadMaxMs
  })
  if (recent.length < limits.sourcesMin) return { ok: false, reason: 'stale' }
  const middle = median(recent.map(mid))
  const tolerance = multiplyDecimals(middle, limits.deviationMax)
  // The mid alone says nothing: an empty book, bid far below and ask far above, has it where the others' are.
  const agreeing = recent.filter(({ bid, ask }) =>
    [bid, ask].every(side => compareDecimals(distance(side, middle), tolerance) <= 0),
  )
  if (agreeing.length < limits.sourcesMin) return { ok: false, reason: 'deviating' }
  return {
    ok: true,
    // Each bid is at most its ask, so the median of the bids is at most that of the asks.
    bid: normalizeDecimal(median(agreeing.map(price => price.bid))),
    ask: normalizeDecimal(median(agreeing.map(price => price.ask))),
    observedAt: new Date(Math.min(...agreeing.map(price => price.observedAt.getTime()))),
    sources: agreeing.map(price => price.source).sort(),
  }
}

/** One source counts once, however often it is listed. */
function newestOfEachSource(prices: readonly SourcePrice[]): SourcePrice[] {
  const newest = new Map<string, SourcePrice>()
  for (const price of prices) {
    const known = newest.get(price.source)
    if (known === undefined || known.observedAt < price.observedAt) newest.set(price.source, price)
  }
  return [...newest.values()]
}

const isSound = ({ bid, ask }: SourcePrice): boolean => bid.coefficient > 0n && compareDecimals(bid, ask) <= 0

/** Exact: the half of a decimal has one decimal more. */
const half = (value: Decimal): Decimal => ({ coefficient: value.coefficient * 5n, scale: value.scale + 1 })

/** Halfway between bid and ask, exact: what an asset is worth when nobody trades it. */
export const mid = ({ bid, ask }: { bid: Decimal; ask: Decimal }): Decimal =>
  normalizeDecimal(half(addDecimals(bid, ask)))

const distance = (a: Decimal, b: Decimal): Decimal =>
  compareDecimals(a, b) < 0 ? subtractDecimals(b, a) : subtractDecimals(a, b)

/** Exact; of an even number halfway between the middle two. The list must not be empty. */
function median(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort(compareDecimals)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new RangeError('the median of nothing')
  return upper === lower ? upper : half(addDecimals(lower, upper))
}
