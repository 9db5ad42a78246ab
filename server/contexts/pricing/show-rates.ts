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
  const shown = new Map<string, JsonNumber>([['eur', one]])
  for (const [asset, { price }] of await loadGuardedRates(sql)) {
    if (price !== null) shown.set(asset, new JsonNumber(formatDecimal(normalizeDecimal(mid(price)))))
  }
  return asset => shown.get(asset) ?? unknown
}
