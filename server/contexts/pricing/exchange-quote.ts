import type { AssetSlug } from '@florin/contract/assets.ts'
import { buyAtPrice, convert } from '../../kit/conversion.ts'
import {
  compareDecimals,
  type Decimal,
  decimal,
  divideDecimals,
  multiplyDecimals,
  normalizeDecimal,
  subtractDecimals,
} from '../../kit/decimal.ts'
import { type Money, toDecimal } from '../../kit/money.ts'
import { type FeeOrigin, type FeeTerms, feeOn } from './fee.ts'

/** EUR for one of an asset: what a customer gets who sells (`bid`) and pays who buys (`ask`). */
export type Price = { readonly bid: Decimal; readonly ask: Decimal }

/** The prices of the two sides; `eur` needs none. */
export type ExchangePrices = { readonly from?: Price | undefined; readonly to?: Price | undefined }

/**
 * `amount` leaves the customer, `received` reaches it, `fee` (eur) is income. What the books say beside that:
 * eur → crypto: `fee` is a part of `amount`, the rest buys `received` + `remainder`.
 * crypto → eur: `amount` buys `received` + `fee`.
 * crypto → crypto: `amount` is worth `euroValue`, of which `fee` is kept and the rest buys `received` + `remainder`.
 * `remainder`: units of the received asset below one wire unit, for the `rounding` account.
 */
export type ExchangeQuote = FeeOrigin & {
  readonly amount: Money
  readonly received: Money
  readonly remainder: Money
  readonly fee: Money
  /** Before the fee. Whole cents, rounded down. */
  readonly euroValue: Money
  /** EUR per crypto unit; crypto to crypto: the received asset per one of the given. */
  readonly rate: Decimal
}

export type ExchangeRefusal = 'same-currency' | 'below-minimum'

export type QuotedExchange =
  | { readonly ok: true; readonly quote: ExchangeQuote }
  | { readonly ok: false; readonly reason: ExchangeRefusal }

/** The least exchange is worth this many euros before the fee (the contract, section 4). */
const EURO_VALUE_MIN = decimal('1')

/** Of a rate between two cryptos: 1 doge in btc still shows 13 significant digits. */
const CROSS_RATE_SCALE = 18

/** The rate at which `from` becomes `to`. Throws RangeError when a crypto side has no price, or both sides are eur. */
export function exchangeRate(from: AssetSlug, to: AssetSlug, prices: ExchangePrices): Decimal {
  if (from === 'eur') return askOf(prices, to)
  if (to === 'eur') return bidOf(prices, from)
  return normalizeDecimal(divideDecimals(bidOf(prices, from), askOf(prices, to), CROSS_RATE_SCALE, 'down'))
}

/**
 * The exchange of `amount` into `to`. The fee is taken on the EUR side; what the customer receives is rounded down.
 * Crypto to crypto goes through EUR with all decimals: only the fee and the received amount are rounded.
 */
export function quoteExchange(
  amount: Money,
  to: AssetSlug,
  prices: ExchangePrices,
  terms: FeeTerms & FeeOrigin,
): QuotedExchange {
  const from = amount.asset as AssetSlug
  if (from === to) return { ok: false, reason: 'same-currency' }
  const value = from === 'eur' ? toDecimal(amount) : multiplyDecimals(toDecimal(amount), bidOf(prices, from))
  if (compareDecimals(value, EURO_VALUE_MIN) < 0) return { ok: false, reason: 'below-minimum' }
  const { result: euroValue } = convert(amount, from === 'eur' ? decimal('1') : bidOf(prices, from), 'eur', 'down')
  const fee = feeOn(terms, euroValue)
  const { result: received, remainder } =
    to === 'eur'
      ? { result: { asset: 'eur', units: euroValue.units - fee.units }, remainder: { asset: 'eur', units: 0n } }
      : buyAtPrice(subtractDecimals(value, toDecimal(fee)), askOf(prices, to), to, 'down')
  if (received.units <= 0n) return { ok: false, reason: 'below-minimum' }
  const { feeScheduleVersion, feeOverrideId } = terms
  const rate = exchangeRate(from, to, prices)
  return {
    ok: true,
    quote: { amount, received, remainder, fee, euroValue, rate, feeScheduleVersion, feeOverrideId },
  }
}

function bidOf(prices: ExchangePrices, asset: string): Decimal {
  if (prices.from === undefined) throw new RangeError(`no price to sell ${asset}`)
  return prices.from.bid
}

function askOf(prices: ExchangePrices, asset: string): Decimal {
  if (prices.to === undefined) throw new RangeError(`no price to buy ${asset}`)
  return prices.to.ask
}
