import { LRUCache } from 'lru-cache'
import { elapsedMs } from '../clock/clock.ts'
import type { RateLimits } from './call.ts'

interface Bucket {
  tokens: number
  filledAtMs: number
}

export interface Allowance {
  readonly allowed: boolean
  readonly remaining: number
  readonly retryAfterSeconds: number
}

/**
 * Token buckets by real time, for a partner and for each of its keys, with a stricter class for money-moving calls.
 * Several API processes share a partner's limit: each allows its part, `share` being one divided by their number.
 */
export class RateLimiter {
  /** Of a partner or a key. */
  readonly #buckets = new LRUCache<string, Record<'money' | 'all', Bucket>>({ max: 50_000 })
  #share = 1

  setShare(processes: number): void {
    this.#share = 1 / Math.max(1, processes)
  }

  /** A call of all the `owners`, each named once: a token of each, or, where one has none, of nobody. */
  take(owners: readonly string[], rate: 'standard' | 'money', limits: RateLimits): Allowance {
    const now = elapsedMs()
    const drawn: Bucket[] = []
    let waitSeconds = 0
    let tightest = Number.POSITIVE_INFINITY
    for (const owner of owners) {
      const { money, all } = this.#bucketsOf(owner, limits, now)
      if (rate === 'money') {
        waitSeconds = Math.max(waitSeconds, this.#fill(money, limits.moneyPerSecond, limits.moneyBurst, now))
        drawn.push(money)
      }
      waitSeconds = Math.max(waitSeconds, this.#fill(all, limits.perSecond, limits.burst, now))
      drawn.push(all)
    }
    if (waitSeconds > 0) return { allowed: false, remaining: 0, retryAfterSeconds: waitSeconds }
    for (const bucket of drawn) {
      bucket.tokens -= 1
      tightest = Math.min(tightest, bucket.tokens)
    }
    return { allowed: true, remaining: Math.floor(tightest), retryAfterSeconds: 0 }
  }

  #bucketsOf(owner: string, limits: RateLimits, now: number): Record<'money' | 'all', Bucket> {
    const known = this.#buckets.get(owner)
    if (known !== undefined) return known
    const full = (burst: number): Bucket => ({ tokens: Math.max(1, burst * this.#share), filledAtMs: now })
    const made = { money: full(limits.moneyBurst), all: full(limits.burst) }
    this.#buckets.set(owner, made)
    return made
  }

  /** Returns the seconds until there is a token, 0 where there is one. `limit` calls a second are shared by all processes. */
  #fill(bucket: Bucket, limit: number, wholeBurst: number, now: number): number {
    const perSecond = limit * this.#share
    const burst = Math.max(1, wholeBurst * this.#share)
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1000) * perSecond)
    bucket.filledAtMs = now
    return bucket.tokens < 1 ? Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)) : 0
  }
}
