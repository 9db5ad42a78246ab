import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  divideDecimals,
  divideRounded,
  formatDecimal,
  multiplyDecimals,
  normalizeDecimal,
  parseDecimal,
  rescaleDecimal,
  subtractDecimals,
} from './decimal.ts'

const anyDecimal: fc.Arbitrary<Decimal> = fc.record({
  coefficient: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  scale: fc.integer({ min: 0, max: 20 }),
})

test('parsing undoes formatting', () => {
  fc.assert(
    fc.property(anyDecimal, value => {
      expect(parseDecimal(formatDecimal(value))).toEqual(value)
    }),
    { numRuns: 1000 },
  )
})

test('what is not plain decimal text is refused', () => {
  for (const text of [
    '',
    '.',
    '1.',
    '.5',
    '+1',
    '1e3',
    '1E3',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1,5',
    ' 1',
    '1\n',
    '٣',
    '--1',
    '9'.repeat(101),
  ]) {
    expect(parseDecimal(text), text).toBeUndefined()
    expect(() => decimal(text)).toThrow(RangeError)
  }
})

test('each rounding goes its own way, alike on both sides of zero', () => {
  const rounded = (numerator: bigint) =>
    (['down', 'half-up', 'up'] as const).map(way => divideRounded(numerator, 10n, way))
  expect(rounded(14n)).toEqual([1n, 1n, 2n])
  expect(rounded(15n)).toEqual([1n, 2n, 2n])
  expect(rounded(16n)).toEqual([1n, 2n, 2n])
  expect(rounded(20n)).toEqual([2n, 2n, 2n])
  expect(rounded(-14n)).toEqual([-1n, -1n, -2n])
  expect(rounded(-15n)).toEqual([-1n, -2n, -2n])
  expect(divideRounded(7n, -2n, 'half-up')).toBe(-4n)
  expect(() => divideRounded(1n, 0n, 'down')).toThrow(RangeError)
})

test('addition and multiplication are exact, associative and distributive', () => {
  const equal = (a: Decimal, b: Decimal) => expect(compareDecimals(a, b)).toBe(0)
  fc.assert(
    fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
      equal(addDecimals(addDecimals(a, b), c), addDecimals(a, addDecimals(b, c)))
      equal(multiplyDecimals(multiplyDecimals(a, b), c), multiplyDecimals(a, multiplyDecimals(b, c)))
      equal(multiplyDecimals(a, addDecimals(b, c)), addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)))
      equal(subtractDecimals(addDecimals(a, b), b), a)
      equal(normalizeDecimal(a), a)
    }),
    { numRuns: 500 },
  )
})

test('a quotient is off by less than one of its last decimals, and down never exceeds up', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, fc.integer({ min: 0, max: 18 }), (a, b, scale) => {
      fc.pre(b.coefficient !== 0n && a.coefficient >= 0n && b.coefficient > 0n)
      const down = divideDecimals(a, b, scale, 'down')
      const up = divideDecimals(a, b, scale, 'up')
      expect(compareDecimals(multiplyDecimals(down, b), a)).toBeLessThanOrEqual(0)
      expect(compareDecimals(multiplyDecimals(up, b), a)).toBeGreaterThanOrEqual(0)
      expect(up.coefficient - down.coefficient).toBeLessThanOrEqual(1n)
    }),
    { numRuns: 500 },
  )
})

test('fewer decimals round as told, more decimals change nothing', () => {
  expect(formatDecimal(rescaleDecimal(decimal('4.358'), 2, 'half-up'))).toBe('4.36')
  expect(formatDecimal(rescaleDecimal(decimal('4.355'), 2, 'down'))).toBe('4.35')
  expect(formatDecimal(rescaleDecimal(decimal('-0.5'), 3, 'down'))).toBe('-0.500')
  expect(formatDecimal({ coefficient: 5n, scale: 8 })).toBe('0.00000005')
  expect(formatDecimal(normalizeDecimal(decimal('10.500')))).toBe('10.5')
})
