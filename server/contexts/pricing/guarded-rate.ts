import type { CryptoSlug } from '@florin/contract/assets.ts'
import type { Price } from './exchange-quote.ts'
import { type GuardedPrice, type NoPriceReason, RATE_LIMITS, type RateLimits } from './rate-guard.ts'

/** The guard's latest word on an asset, as all processes see it. `price` is the last that there was, also while there is none now. */
export type GuardedRate = {
  readonly asset: CryptoSlug
  readonly price: (Price & { readonly observedAt: Date; readonly sources: readonly string[] }) | null
  readonly refusal: NoPriceReason | null
  readonly checkedAt: Date
}

export type UsablePrice =
  | { readonly ok: true; readonly price: Price & { readonly observedAt: Date } }
  | { readonly ok: false; readonly reason: NoPriceReason }

/**
 * The price to trade at, or why there is none: also stale when nobody has refreshed it for too long.
 * An asset never seen (undefined) is halted.
 */
export function usablePrice(rate: GuardedRate | undefined, now: Date, limits: RateLimits = RATE_LIMITS): UsablePrice {
  if (rate === undefined) return { ok: false, reason: 'halted' }
  if (rate.refusal !== null) return { ok: false, reason: rate.refusal }
  if (rate.price === null) return { ok: false, reason: 'halted' }
  const ageMs = now.getTime() - rate.price.observedAt.getTime()
  return ageMs > limits.ageMaxMs ? { ok: false, reason: 'stale' } : { ok: true, price: rate.price }
}

/** What to keep after a check: a refusal leaves the last price in place, for showing what a balance is worth. */
export const guardedRate = (
  asset: CryptoSlug,
  guarded: GuardedPrice,
  known: GuardedRate | undefined,
  checkedAt: Date,
): GuardedRate =>
  guarded.ok
    ? { asset, price: guarded, refusal: null, checkedAt }
    : { asset, price: known?.price ?? null, refusal: guarded.reason, checkedAt }
