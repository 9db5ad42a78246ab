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
  readonly limit: number
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
    let tightest: Allowance = { allowed: true, remaining: Number.POSITIVE_INFINITY, limit: 0, retryAfterSeconds: 0 }
    for (const owner of [partnerId, keyId]) {
      const { money, all } = this.#bucketsOf(owner, limits, now)
      for (const bucket of rate === 'money' ? [money, all] : [all]) {
        const perSecond = bucket === money ? limits.moneyPerSecond : limits.perSecond
        const burst = bucket === money ? limits.moneyBurst : limits.burst
        const allowance = this.#draw(bucket, perSecond, burst, now)
        if (!allowance.allowed) return allowance
        if (allowance.remaining < tightest.remaining) tightest = allowance
      }
    }
    return tightest
  }

  #bucketsOf(owner: string, limits: RateLimits, now: number): Record<'money' | 'all', Bucket> {
    const known = this.#buckets.get(owner)
    if (known !== undefined) return known
    const full = (burst: number): Bucket => ({ tokens: Math.max(1, burst * this.#share), filledAtMs: now })
    const made = { money: full(limits.moneyBurst), all: full(limits.burst) }
    this.#buckets.set(owner, made)
    return made
  }

  /** `limit` calls a second are shared by all processes. */
  #draw(bucket: Bucket, limit: number, wholeBurst: number, now: number): Allowance {
    const perSecond = limit * this.#share
    const burst = Math.max(1, wholeBurst * this.#share)
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1000) * perSecond)
    bucket.filledAtMs = now
    if (bucket.tokens < 1) {
      return {
        allowed: false,
        remaining: 0,
        limit,
        retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)),
      }
    }
    bucket.tokens -= 1
    return { allowed: true, remaining: Math.floor(bucket.tokens), limit, retryAfterSeconds: 0 }
  }
}
