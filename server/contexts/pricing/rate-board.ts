import type { CryptoSlug } from '@florin/contract/assets.ts'
import { elapsedMs } from '../../kit/clock/clock.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { Problem, Unavailable } from '../../kit/problem.ts'
import type { GuardedRate } from './guarded-rate.ts'
import type { Rates } from './rates.ts'
import { refreshRates } from './refresh-rates.ts'
import { loadGuardedRates } from './store.ts'

export type GuardedRates = ReadonlyMap<CryptoSlug, GuardedRate>

/** Half of a price's life: the job checks more often, so a caller waits for the sources only when the job is behind. */
const CHECK_AGE_MAX_MS = 30_000
/** When no source answered, callers are spared the same wait for so long. Real time. */
const PAUSE_AFTER_FAILURE_MS = 5_000

/**
 * The guarded rates as this process has them. Asking the sources is a call out, so no method may be used while a
 * transaction is open.
 */
export class RateBoard {
  readonly #kernel: Pick<Kernel, 'pool' | 'clock' | 'log'>
  readonly #rates: Rates | undefined
  #asking: Promise<GuardedRates | undefined> | undefined
  /** What the last successful check of this process found. */
  #latest: GuardedRates | undefined
  #failedAtMs = Number.NEGATIVE_INFINITY

  /** Without `rates` the rail is off: there is nothing to trade at. */
  constructor(kernel: Pick<Kernel, 'pool' | 'clock' | 'log'>, rates: Rates | undefined) {
    this.#kernel = kernel
    this.#rates = rates
  }

  /**
   * The rates to trade at. When the last check is older than 30 s by our clock the sources are asked first, by one
   * caller for all; when none answers, what is known is returned, and grows stale. Throws P501 when the rail is off.
   */
  async fresh(): Promise<GuardedRates> {
    const sources = this.#mustBeOn()
    const { pool, clock } = this.#kernel
    const before = this.#latest
    const [known, now] = await Promise.all([loadGuardedRates(pool), clock.now()])
    const newest = Math.max(0, ...[...known.values()].map(rate => rate.checkedAt.getTime()))
    if (now.getTime() - newest <= CHECK_AGE_MAX_MS) return known
    // Somebody else's check has ended while this caller was reading what was before it.
    if (this.#latest !== undefined && this.#latest !== before) return this.#latest
    if (elapsedMs() - this.#failedAtMs < PAUSE_AFTER_FAILURE_MS) return known
    return (await this.#ask(sources)) ?? known
  }

  /**
   * Asks the sources now: whatever happened to them before this call counts afterwards. When none answers, what is known
   * stays. Throws P501 when the rail is off.
   */
  async ask(): Promise<void> {
    const sources = this.#mustBeOn()
    while (this.#asking !== undefined) await this.#asking.catch(() => undefined)
    await this.#ask(sources)
  }

  #mustBeOn(): Rates {
    if (this.#rates !== undefined) return this.#rates
    throw new Problem('P501', 'Exchange rates are switched off here.', { retryAfterSeconds: 60 })
  }

  #ask(sources: Rates): Promise<GuardedRates | undefined> {
    this.#asking ??= this.#check(sources).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #check(sources: Rates): Promise<GuardedRates | undefined> {
    const { pool, clock, log } = this.#kernel
    try {
      const checked = await refreshRates(sources, pool, await clock.now())
      this.#failedAtMs = Number.NEGATIVE_INFINITY
      this.#latest = new Map(checked.map(rate => [rate.asset, rate]))
      return this.#latest
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      this.#failedAtMs = elapsedMs()
      log.warn({ err: error }, 'No source of rates answered: what is known counts while it is fresh')
      return undefined
    }
  }
}
