import { ASSET_SLUGS, assetOf } from '@florin/contract/assets.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Conversion, convert, convertAtPrice, splitMoney } from './conversion.ts'
import { type Decimal, decimal, powerOfTen } from './decimal.ts'
import { formatAmount, type Money, moneyOf, wireUnit } from './money.ts'

const anyAsset = fc.constantFrom(...ASSET_SLUGS)
const anyMoney = fc.record({ asset: anyAsset, units: fc.bigInt({ min: 0n, max: 10n ** 28n }) })
const anyRate: fc.Arbitrary<Decimal> = fc.record({
  coefficient: fc.bigInt({ min: 1n, max: 10n ** 20n }),
  scale: fc.integer({ min: 0, max: 12 }),
})
const anyRounding = fc.constantFrom('down', 'half-up', 'up')

/** result + remainder + fraction, over the fraction's denominator. */
const sum = ({ result, remainder, fraction }: Conversion) =>
  (result.units + remainder.units) * fraction.denominator + fraction.numerator

test('multiplying by a rate loses nothing: result, remainder and fraction are the exact product', () => {
  fc.assert(
    fc.property(anyMoney, anyRate, anyAsset, anyRounding, (money, rate, to, rounding) => {
      const conversion = convert(money, rate, to, rounding)
      const { denominator } = conversion.fraction
      const scale = powerOfTen(assetOf(money.asset).ledgerScale + rate.scale)
      expect(sum(conversion) * scale).toBe(
        money.units * rate.coefficient * powerOfTen(assetOf(to).ledgerScale) * denominator,
      )
    }),
    { numRuns: 500 },
  )
})

test('dividing by a price loses nothing: the parts times the price are the exact amount', () => {
  fc.assert(
    fc.property(anyMoney, anyRate, anyAsset, anyRounding, (money, price, to, rounding) => {
      const conversion = convertAtPrice(money, price, to, rounding)
      const { denominator } = conversion.fraction
      const scale = powerOfTen(assetOf(to).ledgerScale + price.scale)
      expect(sum(conversion) * price.coefficient * powerOfTen(assetOf(money.asset).ledgerScale)).toBe(
        money.units * scale * denominator,
      )
    }),
    { numRuns: 500 },
  )
})

test('the result is whole wire units, and rounding down leaves a remainder of at least zero and below one wire unit', () => {
  fc.assert(
    fc.property(anyMoney, anyRate, anyAsset, (money, rate, to) => {
      const { result, remainder, fraction } = convert(money, rate, to, 'down')
      expect(result.units % wireUnit(to)).toBe(0n)
      expect(remainder.units >= 0n && remainder.units < wireUnit(to)).toBe(true)
      expect(fraction.numerator >= 0n && fraction.numerator < fraction.denominator).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('there and back at one price never gains', () => {
  fc.assert(
    fc.property(anyMoney, anyRate, anyAsset, (money, price, to) => {
      const back = convert(convertAtPrice(money, price, to, 'down').result, price, money.asset, 'down').result
      expect(back.units <= money.units).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('euros buy ether down to the wire unit and the rest of the wei are named', () => {
  const { result, remainder } = convertAtPrice(moneyOf('eur', '98.51'), decimal('2345.67'), 'eth', 'down')
  expect(formatAmount(result)).toBe('0.04199652')
  expect(result.units + remainder.units).toBe((9851n * 10n ** 18n) / 234567n)
})

test('a rate of zero or below is a bug', () => {
  expect(() => convert(moneyOf('btc', '1'), decimal('0'), 'eur', 'down')).toThrow(RangeError)
  expect(() => convertAtPrice(moneyOf('eur', '1'), decimal('-1'), 'btc', 'down')).toThrow(RangeError)
})

test('a split loses no unit, keeps whole wire units whole, and gives nothing to weight zero', () => {
  fc.assert(
    fc.property(
      anyMoney,
      fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 8 }),
      (money: Money, weights) => {
        fc.pre(weights.some(weight => weight > 0n))
        const shares = splitMoney(money, weights)
        expect(shares.reduce((total, share) => total + share.units, 0n)).toBe(money.units)
        const total = weights.reduce((all, weight) => all + weight, 0n)
        for (const [index, share] of shares.entries()) {
          const weight = weights[index] ?? 0n
          if (weight === 0n) expect(share.units).toBe(0n)
          const distance = share.units * total - money.units * weight
          expect((distance < 0n ? -distance : distance) < 2n * wireUnit(money.asset) * total).toBe(true)
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(splitMoney(moneyOf('eur', '1.00'), [1n, 1n, 1n]).map(formatAmount)).toEqual(['0.34', '0.33', '0.33'])
  expect(() => splitMoney(moneyOf('eur', '1'), [])).toThrow(RangeError)
  expect(() => splitMoney(moneyOf('eur', '1'), [1n, -1n])).toThrow(RangeError)
})
