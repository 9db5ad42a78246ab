import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalsOf, formatUnits, parseUnits } from './amount.ts'
import { InvalidText } from './shape.ts'

test('minor units survive the way to decimal text and back, whatever the decimals', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.integer({ min: 0, max: 5 }), (units, decimals) => {
      expect(parseUnits(formatUnits(units, decimals), decimals)).toBe(units)
    }),
  )
})

test('decimal text as the schema allows it is read exactly', () => {
  const read: [string, bigint][] = [
    ['0', 0n],
    ['1', 100n],
    ['1.5', 150n],
    ['1.50000', 150n],
    ['+01.05', 105n],
    ['.5', 50n],
    ['5.', 500n],
    [' 7.00\n', 700n],
    ['999999999999999.99', 99_999_999_999_999_999n],
  ]
  for (const [raw, units] of read) expect(parseUnits(raw, 2), raw).toBe(units)
})

test('everything else is refused, and nothing is rounded', () => {
  for (const raw of [
    '',
    '.',
    '+',
    '-1',
    '1e3',
    '1,5',
    '1.005',
    'NaN',
    'Infinity',
    '0x10',
    '1 0',
    '١',
    '1'.repeat(19),
  ]) {
    expect(() => parseUnits(raw, 2), raw).toThrow(InvalidText)
  }
})

test('currencies have the decimals of ISO 4217', () => {
  expect(['EUR', 'PLN', 'JPY', 'KWD', 'CLF'].map(decimalsOf)).toEqual([2, 2, 0, 3, 4])
})
