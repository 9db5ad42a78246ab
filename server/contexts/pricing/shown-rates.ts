import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import { decimal, formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { ask, type Question } from '../../kit/postgres/question.ts'
import type { Sql } from '../../kit/sql.ts'
import { mid } from './rate-guard.ts'
import { lastPricesText } from './store.ts'

const one = new JsonNumber('1')
const unknown = new JsonNumber('0')

type RateOf = (asset: string) => JsonNumber

/**
 * What balances are worth: EUR for one unit of an asset, between bid and ask, by the last price that there was, also
 * while there is none to trade at. 0 for an asset that never had one. Asked for each time, and the same function as
 * long as no price has moved.
 */
export class ShownRates {
  #prices: string | null = null
  #rateOf = rateOf(null)

  readonly question: Question<RateOf> = {
    text: lastPricesText,
    values: [],
    read: prices => {
      if (prices !== this.#prices) {
        this.#rateOf = rateOf(prices)
        this.#prices = prices
      }
      return this.#rateOf
    },
  }

  async load(sql: Sql): Promise<RateOf> {
    const [rates] = await ask(sql, this.question)
    return rates
  }
}

function rateOf(prices: string | null): RateOf {
  const shown = new Map([['eur', one]])
  for (const line of prices?.split(',') ?? []) {
    const [asset = '', bid = '', asked = ''] = line.split(' ')
    const middle = mid({ bid: decimal(bid), ask: decimal(asked) })
    shown.set(asset, new JsonNumber(formatDecimal(normalizeDecimal(middle))))
  }
  return asset => shown.get(asset) ?? unknown
}
