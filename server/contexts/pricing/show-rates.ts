import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import type { Sql } from '../../kit/sql.ts'
import { loadMiddles } from './store.ts'

const one = new JsonNumber('1')
const unknown = new JsonNumber('0')

/**
 * What balances are worth: EUR for one unit of an asset, between bid and ask, by the last price that there was, also
 * while there is none to trade at. 0 for an asset that never had one.
 */
export async function showRates(sql: Sql): Promise<(asset: string) => JsonNumber> {
  const shown = new Map<string, JsonNumber>([['eur', one]])
  for (const [asset, middle] of await loadMiddles(sql)) shown.set(asset, new JsonNumber(middle))
  return asset => shown.get(asset) ?? unknown
}
