import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkDecimals } from './amounts.ts'
import { amount, currency } from './fields.ts'
import { JsonNumber } from './json-number.ts'

const schema = z.object({ amount, currency, note: z.string() }).check(checkDecimals())
const complaintsOf = (input: object) => schema.safeParse({ note: '', ...input }).error?.issues.map(i => i.message) ?? []

describe('the decimals of an amount', () => {
  test.each([
    ['eur', '0.01', '0.001', 2],
    ['usdc', '0.000001', '0.0000001', 6],
    ['BTC', '0.00000001', '0.000000001', 8],
    ['eth', '0.00000001', '0.000000001', 8],
  ])('%s may have as many as its wire unit has', (slug, finest, finer, decimals) => {
    expect(complaintsOf({ amount: finest, currency: slug })).toEqual([])
    expect(complaintsOf({ amount: finer, currency: slug })).toEqual([`must have at most ${decimals} decimal places`])
  })

  test('zeros at the end are no decimals, and an exponent of a number counts as what it means', () => {
    expect(complaintsOf({ amount: '1.000', currency: 'eur' })).toEqual([])
    expect(complaintsOf({ amount: new JsonNumber('5e-8'), currency: 'btc' })).toEqual([])
    expect(complaintsOf({ amount: new JsonNumber('5e-9'), currency: 'btc' })).toEqual([
      'must have at most 8 decimal places',
    ])
  })

  test('an unknown currency is not a failure of validation', () => {
    expect(complaintsOf({ amount: '0.123456789', currency: 'xyz' })).toEqual([])
  })

  test('they are told also when another field failed', () => {
    expect(complaintsOf({ amount: '0.001', currency: 'eur', note: 1 })).toContain('must have at most 2 decimal places')
  })
})
