import { parseCryptoCurrency } from '@florin/contract/assets.ts'
import { elapsedMs } from '../../kit/clock/clock.ts'
import { Coalesced } from '../../kit/coalesce.ts'
import { convert } from '../../kit/conversion.ts'
import type { Kernel } from '../../kit/kernel.ts'
import type { Money } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import type { GuardedRates } from './rate-board.ts'
import { mid } from './rate-guard.ts'
import { loadGuardedRates } from './store.ts'

/** Real time: the prices themselves are checked every few seconds. */
const AGE_MAX_MS = 1_000
const RETRY_AFTER_SECONDS = 10

/**
 * What money is worth in eur: halfway between bid and ask, by the last price that there was, also while there is none to
 * trade at. For limits, which are no price. Callers that come together read the prices once, and again after a second.
 */
export class Valuation {
  readonly #rates: Coalesced<'rates', GuardedRates>
  #known: { readonly rates: GuardedRates; readonly atMs: number } | undefined

  constructor(kernel: Pick<Kernel, 'pool'>) {
    this.#rates = new Coalesced<'rates', GuardedRates>(async keys => {
      const rates = await loadGuardedRates(kernel.pool)
      this.#known = { rates, atMs: elapsedMs() }
      return keys.map(() => rates)
    })
  }

  /** Whole cents, half up, and at least one. Not for use while a transaction is open. Throws P501 for an asset that never had a price. */
  eurosOf(money: Money): Money | Promise<Money> {
    if (money.asset === 'eur') return money
    const known = this.#known
    if (known !== undefined && elapsedMs() - known.atMs < AGE_MAX_MS) return worthOf(money, known.rates)
    return this.#rates.find('rates').then(rates => worthOf(money, rates))
  }
}

/**
 * Whole cents, half up, by the middle of the last known price. At least one: what counts for nothing would pass also where
 * a limit of 0 forbids it. Throws P501 where there never was a price.
 */
function worthOf(money: Money, rates: GuardedRates | undefined): Money {
  const asset = parseCryptoCurrency(money.asset)
  const price = asset === undefined ? undefined : rates?.get(asset)?.price
  if (price === undefined || price === null) {
    const message = `There is no rate for ${money.asset} yet. Try again in a moment.`
    throw new Problem('P501', message, { retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
  const { result } = convert(money, mid(price), 'eur', 'half-up')
  return result.units === 0n && money.units > 0n ? { asset: 'eur', units: 1n } : result
}
