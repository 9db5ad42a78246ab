import type { AssetSlug } from '@florin/contract/assets.ts'
import { Problem } from '../../kit/problem.ts'
import type { ExchangePrices, Price } from './exchange-quote.ts'
import { usablePrice } from './guarded-rate.ts'
import type { GuardedRates } from './rate-board.ts'
import type { NoPriceReason } from './rate-guard.ts'

const WHY: Readonly<Record<NoPriceReason, string>> = {
  halted: 'too few markets trade it',
  stale: 'the last prices are too old',
  deviating: 'the markets do not agree on its price',
}

/** The sources are asked again about then. */
const RETRY_AFTER_SECONDS = 10

/** The prices of a pair, and the moment from which both were true. */
export type PairPrices = ExchangePrices & { readonly observedAt: Date }

/** What a pair can be traded at now. Throws P501, saying which asset has no price and why. */
export function pairPrices(rates: GuardedRates, from: AssetSlug, to: AssetSlug, now: Date): PairPrices {
  const observed: number[] = []
  const priceOf = (asset: AssetSlug): Price | undefined => {
    if (asset === 'eur') return undefined
    const usable = usablePrice(rates.get(asset), now)
    if (!usable.ok) {
      const message = `There is no rate for ${asset} now: ${WHY[usable.reason]}. Try again in a moment.`
      throw new Problem('P501', message, { retryAfterSeconds: RETRY_AFTER_SECONDS })
    }
    const { bid, ask, observedAt } = usable.price
    observed.push(observedAt.getTime())
    return { bid, ask }
  }
  const prices = { from: priceOf(from), to: priceOf(to) }
  return { ...prices, observedAt: new Date(Math.min(now.getTime(), ...observed)) }
}
