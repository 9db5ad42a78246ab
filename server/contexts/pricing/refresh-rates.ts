import { CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import type { Sql } from '../../kit/sql.ts'
import { type GuardedRate, guardedRate } from './guarded-rate.ts'
import { guardPrice, RATE_LIMITS, type RateLimits } from './rate-guard.ts'
import type { Rates } from './rates.ts'
import { loadGuardedRates, saveGuardedRates } from './store.ts'

/**
 * Asks the sources, guards, and writes down one price or refusal for every crypto asset. May be repeated and run by several
 * processes at once. `sql` must not be inside a transaction, because a rail is called before it is used.
 * Throws `Unavailable` when no source answered; what was known then stays and grows stale.
 */
export async function refreshRates(
  rates: Rates,
  sql: Sql,
  now: Date,
  limits: RateLimits = RATE_LIMITS,
): Promise<GuardedRate[]> {
  const prices = await rates.latestPrices(now)
  const known = await loadGuardedRates(sql)
  const checked = CRYPTO_SLUGS.map(asset => {
    const guarded = guardPrice(
      prices.filter(price => price.asset === asset),
      now,
      limits,
    )
    return guardedRate(asset, guarded, known.get(asset), now)
  })
  await saveGuardedRates(sql, checked)
  return checked
}
