import { expect, test } from 'vitest'
import { amountOf } from './amount.ts'

test('an amount that the ledger cannot hold is a refusal of its field, not a fault', () => {
  expect(amountOf('amount', '12.50', 'eur')).toEqual({ asset: 'eur', units: 1250n })
  const refusal = (text: string) => {
    try {
      return amountOf('amount', text, 'eur')
    } catch (error) {
      return error
    }
  }
  expect(refusal('1000000000000')).toMatchObject({
    code: 'P403',
    message: 'amount must have at most 12 digits before the decimal point',
  })
  expect(refusal('0.001')).toMatchObject({
    failures: [{ path: 'amount', message: 'amount must have at most 2 decimal places' }],
  })
})
