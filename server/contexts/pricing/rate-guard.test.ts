import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, decimal, formatDecimal } from '../../kit/decimal.ts'
import { guardPrice, mid, RATE_LIMITS } from './rate-guard.ts'
import type { SourcePrice } from './rates.ts'

const now = new Date('2026-03-01T12:00:00.000Z')

const price = (source: string, bid: string, ask = bid, ageMs = 1_000): SourcePrice => ({
  source,
  asset: 'btc',
  bid: decimal(bid),
  ask: decimal(ask),
  observedAt: new Date(now.getTime() - ageMs),
})

const outcome = (...prices: SourcePrice[]) => {
  const guarded = guardPrice(prices, now)
  return guarded.ok
    ? `${formatDecimal(guarded.bid)}/${formatDecimal(guarded.ask)} ${guarded.sources.join('+')}`
    : guarded.reason
}

describe('the price', () => {
  test('is the median of the sources', () => {
    expect(outcome(price('c', '101'), price('a', '100', '100.5'), price('b', '100.4', '100.6'))).toBe(
      '100.4/100.6 a+b+c',
    )
  })

  test('of two sources is halfway between them', () => {
    expect(outcome(price('a', '100', '101'), price('b', '100.01', '102'))).toBe('100.005/101.5 a+b')
  })

  test('is as old as the oldest price it rests on', () => {
    const guarded = guardPrice([price('a', '100', '100', 5_000), price('b', '100', '100', 40_000)], now)
    expect(guarded).toMatchObject({ ok: true, observedAt: new Date(now.getTime() - 40_000) })
  })

  test('ignores one source that is far off, old or nonsense', () => {
    const good = [price('a', '100'), price('b', '100.2')]
    expect(outcome(...good, price('c', '150'))).toBe('100.1/100.1 a+b')
    expect(outcome(...good, price('c', '100', '100', 60_001))).toBe('100.1/100.1 a+b')
    expect(outcome(...good, price('c', '100', '100', -5_001))).toBe('100.1/100.1 a+b')
    expect(outcome(...good, price('c', '101', '100'))).toBe('100.1/100.1 a+b')
    expect(outcome(...good, price('c', '0', '100'))).toBe('100.1/100.1 a+b')
  })

  test('is moved by no source with an empty book, whose middle alone is where the others are', () => {
    expect(outcome(price('a', '99.9', '100.1'), price('b', '99.8', '100.2'), price('c', '1', '199'))).toBe(
      '99.85/100.15 a+b',
    )
    expect(outcome(price('a', '99.9', '100.1'), price('c', '1', '199'))).toBe('deviating')
    expect(outcome(price('a', '100'), price('b', '98', '102'))).toBe('99/101 a+b')
  })
})

describe('there is no price', () => {
  test('when too few sources trade', () => {
    expect(outcome()).toBe('halted')
    expect(outcome(price('a', '100'))).toBe('halted')
    expect(outcome(price('a', '100'), price('b', '-1', '1'))).toBe('halted')
    expect(outcome(price('a', '100'), price('a', '100'), price('a', '101'))).toBe('halted')
  })

  test('when too few are recent', () => {
    expect(outcome(price('a', '100'), price('b', '100', '100', 60_001))).toBe('stale')
    expect(outcome(price('a', '100'), price('b', '100', '100', 60_000))).toBe('100/100 a+b')
  })

  test('when too few agree', () => {
    expect(outcome(price('a', '100'), price('b', '105'))).toBe('deviating')
    expect(outcome(price('a', '100'), price('b', '110'), price('c', '120'))).toBe('deviating')
  })
})

test('whatever the sources say, a price has bid at most ask, within the limits of what an agreeing source said', () => {
  const anyPrice = fc
    .tuple(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.integer({ min: -5, max: 10_500 }),
      fc.integer({ min: -3, max: 100 }),
      fc.integer({ min: -9_000, max: 90_000 }),
    )
    .map(
      ([source, bid, spread, ageMs]): SourcePrice => ({
        source,
        asset: 'btc',
        bid: { coefficient: BigInt(bid), scale: 1 },
        ask: { coefficient: BigInt(bid + spread), scale: 1 },
        observedAt: new Date(now.getTime() - ageMs),
      }),
    )
  fc.assert(
    fc.property(fc.array(anyPrice, { maxLength: 6 }), prices => {
      const guarded = guardPrice(prices, now)
      if (!guarded.ok) return
      expect(compareDecimals(guarded.bid, guarded.ask)).toBeLessThanOrEqual(0)
      expect(guarded.sources.length).toBeGreaterThanOrEqual(RATE_LIMITS.sourcesMin)
      const bids = prices.map(({ bid }) => bid).sort(compareDecimals)
      expect(compareDecimals(guarded.bid, bids[0] ?? guarded.bid)).toBeGreaterThanOrEqual(0)
      expect(compareDecimals(guarded.bid, bids.at(-1) ?? guarded.bid)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 1000 },
  )
})

test('the mid is halfway, exactly', () => {
  expect(formatDecimal(mid({ bid: decimal('100'), ask: decimal('100.01') }))).toBe('100.005')
})
