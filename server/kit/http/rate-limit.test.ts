import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limit.ts'

const never = 1e-9
const atOnce = 1e9
const limits = { perSecond: never, burst: 2, moneyPerSecond: never, moneyBurst: 5 }

test('a burst is let through and no more, and the refused caller hears when to come back', () => {
  const limiter = new RateLimiter()
  const slow = { ...limits, perSecond: 0.1 }
  expect(limiter.take(['partner', 'key'], 'standard', slow)).toEqual({
    allowed: true,
    remaining: 1,
    retryAfterSeconds: 0,
  })
  expect(limiter.take(['partner', 'key'], 'standard', slow).remaining).toBe(0)
  expect(limiter.take(['partner', 'key'], 'standard', slow)).toEqual({
    allowed: false,
    remaining: 0,
    retryAfterSeconds: 10,
  })
  expect(limiter.take(['partner', 'another key'], 'standard', slow).allowed).toBe(false)
  expect(limiter.take(['another partner', 'its key'], 'standard', slow).allowed).toBe(true)
})

test('a call that is refused takes nothing of another allowance', () => {
  const limiter = new RateLimiter()
  const take = (rate: 'standard' | 'money', by = limits) => limiter.take(['partner', 'key'], rate, by).allowed
  expect([take('standard'), take('standard')]).toEqual([true, true])
  for (let n = 0; n < 10; n += 1) expect(take('money')).toBe(false)
  const refilled = { ...limits, perSecond: atOnce }
  expect(Array.from({ length: 6 }, () => take('money', refilled))).toEqual([true, true, true, true, true, false])
})

test('several processes share a limit, and each lets at least one call through', () => {
  const limiter = new RateLimiter()
  limiter.setShare(2)
  const take = (owner: string, burst: number) => limiter.take([owner], 'standard', { ...limits, burst }).allowed
  expect(Array.from({ length: 4 }, () => take('large', 6))).toEqual([true, true, true, false])
  expect([take('small', 1), take('small', 1)]).toEqual([true, false])
})
