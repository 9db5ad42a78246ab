import { parseCryptoCurrency } from '@florin/contract/assets.ts'
import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import { formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import type { Sql } from '../../kit/sql.ts'
import { mid } from './rate-guard.ts'
import { loadGuardedRates } from './store.ts'

const one = new JsonNumber('1')
const unknown = new JsonNumber('0')

/**
 * What balances are worth: EUR for one unit of an asset, between bid and ask, by the last price that there was, also
 * while there is none to trade at. 0 for an asset that never had one.
 */
export async function showRates(sql: Sql): Promise<(asset: string) => JsonNumber> {
  const rates = await loadGuardedRates(sql)
  return asset => {
    if (asset === 'eur') return one
    const slug = parseCryptoCurrency(asset)
    const price = slug === undefined ? null : (rates.get(slug)?.price ?? null)
    return price === null ? unknown : new JsonNumber(formatDecimal(normalizeDecimal(mid(price))))
  }
}
