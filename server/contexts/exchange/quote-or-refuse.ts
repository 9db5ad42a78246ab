import { type AssetSlug, assetOf } from '@florin/contract/assets.ts'
import { powerOfTen } from '../../kit/decimal.ts'
import type { Money } from '../../kit/money.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import { type ExchangePrices, type ExchangeQuote, quoteExchange } from '../pricing/index.ts'
import type { LockedTerms } from './rate-lock.ts'

/** As for the amounts of requests (`kit/money.ts`), so that the books can hold sums of many. */
const WHOLE_DIGITS_MAX = 12
const tooMany = (asset: AssetSlug): bigint => powerOfTen(WHOLE_DIGITS_MAX + assetOf(asset).ledgerScale)

/** The quote, or the problem that says why there is none: P482 below the minimum, P403 for twice the same currency or
 * more than the books can hold. */
export function quoteOrRefuse(amount: Money, to: AssetSlug, prices: ExchangePrices, terms: LockedTerms): ExchangeQuote {
  const quoted = quoteExchange(amount, to, prices, terms)
  if (quoted.ok) {
    if (quoted.quote.received.units < tooMany(to)) return quoted.quote
    throw invalidField(
      'amount',
      `is too large: it is worth more than ${WHOLE_DIGITS_MAX} digits of ${to} before the point`,
    )
  }
  if (quoted.reason === 'same-currency') throw invalidField('currencyTo', 'must differ from currencyFrom')
  throw new Problem('P482', 'The amount is below the minimum: an exchange must be worth at least 1 EUR.')
}
