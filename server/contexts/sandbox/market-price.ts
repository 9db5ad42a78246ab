import { compareDecimals, type Decimal, decimal } from '../../kit/decimal.ts'
import { invalidField } from '../../kit/problem.ts'

/** Above it, with 8 decimals below, rates between two assets would no longer show all that they are. */
const MOST = decimal('1000000000')

/**
 * A price that somebody wants the simulated market to have, from text that the contract's schema has passed (positive, at
 * most 8 decimals). Throws P403 above a thousand million.
 */
export function marketPriceOf(text: string): Decimal {
  const price = decimal(text)
  if (compareDecimals(price, MOST) > 0) throw invalidField('eurPrice', 'must not be greater than 1000000000')
  return price
}
