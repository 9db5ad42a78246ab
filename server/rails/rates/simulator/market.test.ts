import { CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDecimals, decimal, formatDecimal, multiplyDecimals } from '../../../kit/decimal.ts'
import { marketPrice, sourceMid, spread } from './market.ts'

const anyTime = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })

test('the market is the same for everyone who asks with the same seed', () => {
  const at = new Date('2026-03-01T12:34:56.789Z')
  expect(CRYPTO_SLUGS.map(asset => formatDecimal(marketPrice('florin', asset, at)))).toMatchInlineSnapshot(`
    [
      "97561.62",
      "3325.82",
      "94.895",
      "0.148613",
      "0.220590",
      "0.919702",
      "0.920107",
    ]
  `)
  expect(marketPrice('another', 'btc', at)).not.toEqual(marketPrice('florin', 'btc', at))
})

test('prices move with the clock, a little in a second, and stay within 2 % of where they began', () => {
  const base = decimal('97500')
  fc.assert(
    fc.property(anyTime, at => {
      const price = marketPrice('florin', 'btc', at)
      const next = marketPrice('florin', 'btc', new Date(at.getTime() + 1_000))
      const [step, distance] = [Number(next.coefficient - price.coefficient), Number(price.coefficient) - 9_750_000]
      expect(Math.abs(step) / 9_750_000).toBeLessThan(0.0001)
      expect(Math.abs(distance) / 9_750_000).toBeLessThan(0.02)
      expect(compareDecimals(price, multiplyDecimals(base, decimal('0.98')))).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
  const minutes = Array.from(
    { length: 60 },
    (_, minute) => marketPrice('florin', 'btc', new Date(minute * 60_000)).coefficient,
  )
  expect(new Set(minutes).size).toBeGreaterThan(55)
})

test('every source has a spread, and none is far from the others', () => {
  fc.assert(
    fc.property(anyTime, fc.constantFrom(...CRYPTO_SLUGS), fc.constantFrom('a', 'b', 'c'), (at, asset, source) => {
      const price = marketPrice('florin', asset, at)
      const { bid, ask } = spread(sourceMid('florin', source, price, at))
      expect(compareDecimals(bid, ask)).toBeLessThan(0)
      expect(Number(ask.coefficient) / Number(price.coefficient)).toBeLessThan(1.001)
      expect(Number(bid.coefficient) / Number(price.coefficient)).toBeGreaterThan(0.999)
    }),
    { numRuns: 500 },
  )
})
