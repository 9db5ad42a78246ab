import { expect, test } from 'vitest'
import { decimal } from '../../kit/decimal.ts'
import { moneyOf } from '../../kit/money.ts'
import { consumeRateLock, type LockUse, openRateLock, type RateLock } from './rate-lock.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const price = { bid: decimal('0.15'), ask: decimal('0.16') }
const terms = {
  fraction: decimal('0.0149'),
  minimum: moneyOf('eur', '0'),
  fixed: moneyOf('eur', '0'),
  feeScheduleVersion: 1,
  feeOverrideId: null,
}
const quote = {
  amount: moneyOf('eur', '100'),
  received: moneyOf('doge', '615.6875'),
  remainder: moneyOf('doge', '0'),
  fee: moneyOf('eur', '1.49'),
  euroValue: moneyOf('eur', '100'),
  rate: decimal('0.16'),
  feeScheduleVersion: 1,
  feeOverrideId: null,
}
const lock = openRateLock(
  { partnerId: 'p', id: 'l', ownerId: 'u', to: 'doge', quote, prices: { to: price }, terms, lifeSeconds: 30 },
  now,
).next
const use = (change: Partial<LockUse> = {}): LockUse => ({
  ownerId: 'u',
  amount: moneyOf('eur', '100'),
  to: 'doge',
  ...change,
})
const refusal = (of: RateLock, wanted: LockUse, at: Date): unknown => {
  try {
    consumeRateLock(of, wanted, at)
    return undefined
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

test('a lock promises what was quoted, for as long as the partner has set', () => {
  expect(lock).toMatchObject({
    state: 'OPEN',
    amount: moneyOf('eur', '100'),
    received: moneyOf('doge', '615.6875'),
    fee: moneyOf('eur', '1.49'),
    expiresAt: later(30_000),
    version: 1,
  })
})

test('a lock holds to its last millisecond and not at the moment of its expiry', () => {
  expect(consumeRateLock(lock, use(), later(29_999)).next).toMatchObject({ state: 'USED', version: 2 })
  expect(refusal(lock, use(), later(30_000))).toBe('P471')
})

test('a smaller amount may be exchanged, a larger one may not', () => {
  expect(refusal(lock, use({ amount: moneyOf('eur', '0.01') }), now)).toBeUndefined()
  expect(refusal(lock, use({ amount: moneyOf('eur', '100.01') }), now)).toBe('P473')
})

test.each([
  ['another owner', { ownerId: 'somebody else' }],
  ['another asset to give', { amount: moneyOf('usdc', '1') }],
  ['another asset to receive', { to: 'btc' }],
] as const)('%s is a mismatch, whatever the state and the time', (_name, change) => {
  const used = consumeRateLock(lock, use(), now).next
  for (const [of, at] of [
    [lock, now],
    [lock, later(60_000)],
    [used, now],
  ] as const) {
    expect(refusal(of, use(change), at)).toBe('P473')
  }
})

test('a used lock is used, also after its time', () => {
  const used = consumeRateLock(lock, use(), now).next
  expect(refusal(used, use(), now)).toBe('P472')
  expect(refusal(used, use(), later(60_000))).toBe('P472')
})
