import { ASSETS, parseCurrency } from '../assets.ts'
import { rule } from './rules.ts'

const decimalsOf = (text: string): number => text.split('.')[1]?.replace(/0+$/, '').length ?? 0

/**
 * The amount in one field has no more decimals than the currency named in another one allows on the wire.
 * Silent where either is missing or broken (their own fields say so), and where the currency is unknown (that is P410,
 * said by the verb). Zeros at the end are no decimals.
 */
export const checkDecimals = (amountField = 'amount', currencyField = 'currency') =>
  rule(value => {
    const { [amountField]: amount, [currencyField]: currency } = value
    if (typeof amount !== 'string' || typeof currency !== 'string') return []
    const slug = parseCurrency(currency)
    if (slug === undefined || decimalsOf(amount) <= ASSETS[slug].wireDecimals) return []
    return [{ path: amountField, message: `must have at most ${ASSETS[slug].wireDecimals} decimal places` }]
  })

/** As `checkDecimals`, for a price in EUR: as many as crypto amounts have. */
export const checkPriceDecimals = (priceField: string) =>
  rule(value => {
    const { [priceField]: price } = value
    if (typeof price !== 'string' || decimalsOf(price) <= 8) return []
    return [{ path: priceField, message: 'must have at most 8 decimal places' }]
  })

/** As `checkDecimals`, for a field that is always in EUR. */
export const checkEurDecimals = (amountField = 'amount') =>
  rule(value => {
    const { [amountField]: amount } = value
    if (typeof amount !== 'string' || decimalsOf(amount) <= ASSETS.eur.wireDecimals) return []
    return [{ path: amountField, message: `must have at most ${ASSETS.eur.wireDecimals} decimal places` }]
  })
