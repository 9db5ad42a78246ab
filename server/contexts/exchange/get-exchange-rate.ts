import type { Decimal } from '../../kit/decimal.ts'
import { exchangeRate, type GuardedRates, pairPrices } from '../pricing/index.ts'
import { type Pair, pairOf } from './pair.ts'

export interface IndicativeRate extends Pair {
  /** EUR per crypto unit; crypto to crypto: the received asset per one of the given. */
  readonly rate: Decimal
  /** When the prices behind it were true. */
  readonly observedAt: Date
}

/** The rate of a pair now, without promise. Throws P410; P501 when an asset has no price now. */
export function getExchangeRate(
  asked: { currencyFrom: string; currencyTo: string },
  rates: GuardedRates,
  now: Date,
): IndicativeRate {
  const { from, to } = pairOf(asked)
  const prices = pairPrices(rates, from, to, now)
  return { from, to, rate: exchangeRate(from, to, prices), observedAt: prices.observedAt }
}
