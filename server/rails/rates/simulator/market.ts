import type { CryptoSlug } from '@florin/contract/assets.ts'
import { type Decimal, decimal, divideRounded, powerOfTen } from '../../../kit/decimal.ts'

/*
 * A market that is a function of (seed, asset, time): every process sees the same one, a moved clock moves it, and
 * nothing is stored. Whole numbers throughout, so that no machine's floating point can disagree with another's.
 */

/** EUR for one; the number of decimals is that of every price of the asset. */
const BASE_PRICES: Readonly<Record<CryptoSlug, Decimal>> = {
  btc: decimal('97500.00'),
  eth: decimal('3350.00'),
  ltc: decimal('95.000'),
  doge: decimal('0.150000'),
  pol: decimal('0.220000'),
  usdc: decimal('0.920000'),
  usdt: decimal('0.919500'),
}

const MILLIONTHS = 1_000_000n

/** Waves of random heights: every `periodMs` a new height of at most ± `swing` millionths, straight lines in between. */
const WAVES = [
  { name: 'day', periodMs: 21_600_000, swing: 15_000 },
  { name: 'hour', periodMs: 600_000, swing: 2_500 },
  { name: 'minute', periodMs: 15_000, swing: 300 },
] as const

/** Stablecoins keep close to a dollar: a twentieth of the others' movement. */
const CALM: ReadonlySet<CryptoSlug> = new Set(['usdc', 'usdt'])

/** The asset's price at a moment, with the decimals of its base price. Never further than 2 % from it. */
export function marketPrice(seed: string, asset: CryptoSlug, at: Date): Decimal {
  let moved = 0
  for (const { name, periodMs, swing } of WAVES) {
    moved += height(`${seed}/${asset}/${name}`, at.getTime(), periodMs, CALM.has(asset) ? swing / 20 : swing)
  }
  return scaleMillionths(BASE_PRICES[asset], BigInt(1_000_000 + moved), 'half-up')
}

/** What one source makes of the market's price: up to 0.02 % beside it, by the minute. */
export function sourceMid(seed: string, source: string, price: Decimal, at: Date): Decimal {
  return scaleMillionths(price, BigInt(1_000_000 + height(`${seed}/${source}`, at.getTime(), 60_000, 200)), 'half-up')
}

/** Half the spread in millionths of the price: together 0.1 %. */
const HALF_SPREAD = 500n

/** Rounded away from each other, so that the spread never closes. */
export const spread = (mid: Decimal): { bid: Decimal; ask: Decimal } => ({
  bid: scaleMillionths(mid, MILLIONTHS - HALF_SPREAD, 'down'),
  ask: scaleMillionths(mid, MILLIONTHS + HALF_SPREAD, 'up'),
})

/** The price times millionths / 1,000,000, with as many decimals as before. */
const scaleMillionths = (price: Decimal, millionths: bigint, rounding: 'down' | 'half-up' | 'up'): Decimal => ({
  coefficient: divideRounded(price.coefficient * millionths, powerOfTen(6), rounding),
  scale: price.scale,
})

/** On the line between the heights at the ends of the period: whole millionths within ± swing. */
function height(name: string, atMs: number, periodMs: number, swing: number): number {
  const period = Math.floor(atMs / periodMs)
  const from = randomWithin(`${name}/${period}`, swing)
  const to = randomWithin(`${name}/${period + 1}`, swing)
  return from + Math.trunc(((to - from) * (atMs - period * periodMs)) / periodMs)
}

/** A whole number from -swing to swing, the same for the same text: FNV-1a with the finish of MurmurHash3. */
function randomWithin(text: string, swing: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) % (2 * swing + 1)) - swing
}
