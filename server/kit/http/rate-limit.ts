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

  take(partnerId: string, keyId: string, rate: 'standard' | 'money', limits: RateLimits): Allowance {
    const now = elapsedMs()
    let tightest = Number.POSITIVE_INFINITY
    for (const owner of [partnerId, keyId]) {
      const { money, all } = this.#bucketsOf(owner, limits, now)
      let waitSeconds = rate === 'money' ? this.#draw(money, limits.moneyPerSecond, limits.moneyBurst, now) : 0
      waitSeconds ||= this.#draw(all, limits.perSecond, limits.burst, now)
      if (waitSeconds > 0) return { allowed: false, remaining: 0, retryAfterSeconds: waitSeconds }
      tightest = Math.min(tightest, all.tokens, rate === 'money' ? money.tokens : tightest)
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

  /** Takes a token, and returns 0, or the seconds until there is one. `limit` calls a second are shared by all processes. */
  #draw(bucket: Bucket, limit: number, wholeBurst: number, now: number): number {
    const perSecond = limit * this.#share
    const burst = Math.max(1, wholeBurst * this.#share)
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1000) * perSecond)
    bucket.filledAtMs = now
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond))
    bucket.tokens -= 1
    return 0
  }
}
