import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalTextOf, JsonNumber } from './json-number.ts'

describe('a JSON number', () => {
  const text = (source: string) => {
    const plain = decimalTextOf(source)
    return 'text' in plain ? plain.text : `refused: ${plain.rule}`
  }

  test('has one plain decimal text, exponents worked out', () => {
    expect(text('5e-8')).toBe('0.00000005')
    expect(text('1.5e3')).toBe('1500')
    expect(text('-12.34E+1')).toBe('-123.4')
    expect(text('0.1e1')).toBe('1')
    expect(text('12345e-2')).toBe('123.45')
    expect(text('1.50')).toBe('1.50')
    expect(text('0e5')).toBe('0')
  })

  test('agrees with what a float would say wherever a float is exact enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: -30, max: 30 }),
        (digits, exponent) => {
          expect(Number(text(`${digits}e${exponent}`))).toBe(Number(`${digits}e${exponent}`))
          expect(text(`${digits}e${exponent}`)).not.toMatch(/e/i)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('with more than 15 significant digits asks for a string; zeros at either end are not significant', () => {
    expect(text('123456789012345')).toBe('123456789012345')
    expect(text('1234567890123450000')).toBe('1234567890123450000')
    expect(text('0.00000123456789012345')).toBe('0.00000123456789012345')
    for (const source of ['1234567890123456', '0.1234567890123456', '1.000000000000001']) {
      expect(text(source), source).toContain('sent as a string')
    }
  })

  test('with an absurd exponent is refused at once', () => {
    for (const source of ['1e999999999', '1e-999999999', `1e${'9'.repeat(1000)}`])
      expect(text(source)).toContain('refused')
    expect(text('1e400')).toBe('refused: must have an exponent from -40 to 40')
  })

  test('that is longer than an amount is refused, however few of its digits are significant', () => {
    expect(text(`0.${'0'.repeat(57)}1`)).toContain('0.000')
    expect(text(`0.${'0'.repeat(58)}1`)).toBe('refused: must have at most 60 characters')
    expect(text(`1${'0'.repeat(1_000_000)}`)).toBe('refused: must have at most 60 characters')
  })

  test('cannot be made from what is not a JSON number', () => {
    for (const source of ['', '01', '1.', '.5', '+1', 'NaN', '1,"a":2', ' 1', '1\n'])
      expect(() => new JsonNumber(source)).toThrow(RangeError)
  })
})
