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
  readonly #buckets = new LRUCache<string, Bucket>({ max: 50_000 })
  #share = 1

  setShare(processes: number): void {
    this.#share = 1 / Math.max(1, processes)
  }

  take(partnerId: string, keyId: string, rate: 'standard' | 'money', limits: RateLimits): Allowance {
    const now = elapsedMs()
    const checks =
      rate === 'money'
        ? ([
            ['money', limits.moneyPerSecond, limits.moneyBurst],
            ['all', limits.perSecond, limits.burst],
          ] as const)
        : ([['all', limits.perSecond, limits.burst]] as const)
    let tightest: Allowance = { allowed: true, remaining: Number.POSITIVE_INFINITY, limit: 0, retryAfterSeconds: 0 }
    for (const owner of [partnerId, keyId]) {
      for (const [name, perSecond, burst] of checks) {
        const allowance = this.#draw(
          `${owner}/${name}`,
          perSecond * this.#share,
          Math.max(1, burst * this.#share),
          perSecond,
          now,
        )
        if (!allowance.allowed) return allowance
        if (allowance.remaining < tightest.remaining) tightest = allowance
      }
    }
    return tightest
  }

  #draw(name: string, perSecond: number, burst: number, limit: number, now: number): Allowance {
    let bucket = this.#buckets.get(name)
    if (bucket === undefined) {
      bucket = { tokens: burst, filledAtMs: now }
      this.#buckets.set(name, bucket)
    }
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
