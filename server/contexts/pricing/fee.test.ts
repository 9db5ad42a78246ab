import { CURRENCIES_ON_NETWORKS } from '@florin/contract/assets.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from '../../kit/decimal.ts'
import { formatAmount, moneyOf, zero } from '../../kit/money.ts'
import {
  DOCUMENTED_FEES,
  effectiveFee,
  effectiveFees,
  type FeeBook,
  type FeeOverride,
  type FeeSchedule,
  type FeeSubject,
  feeOn,
  quoteFee,
  scheduleAt,
} from './fee.ts'

const first: FeeSchedule = { version: 1, validFrom: new Date('1970-01-01T00:00:00Z'), items: DOCUMENTED_FEES }
const book: FeeBook = { schedules: [first], overrides: [] }
const today = new Date('2026-03-01T12:00:00Z')

const exchange: FeeSubject = { kind: 'exchange', currency: 'eur', network: null }
const sepa: FeeSubject = { kind: 'sepa_transfer', currency: 'eur', network: null }

const override = (id: string, from: string, to: string | null, fraction: string): FeeOverride => ({
  ...exchange,
  id,
  partnerId: 'p1',
  fraction: decimal(fraction),
  minimum: zero('eur'),
  fixed: zero('eur'),
  validFrom: new Date(from),
  validTo: to === null ? null : new Date(to),
})

const fee = (subject: FeeSubject, amount: string, of = book) =>
  formatAmount(quoteFee(of, subject, moneyOf(subject.currency, amount), today).fee)

describe('the documented fees', () => {
  test('an exchange costs 1.49 %, half cents up', () => {
    expect(fee(exchange, '100.00')).toBe('1.49')
    expect(fee(exchange, '292.50')).toBe('4.36')
    expect(fee(exchange, '50.00')).toBe('0.75')
  })

  test('a SEPA transfer costs 0.1 % and at least one euro', () => {
    expect(fee(sepa, '5.00')).toBe('1.00')
    expect(fee(sepa, '1000.00')).toBe('1.00')
    expect(fee(sepa, '1234.56')).toBe('1.23')
    expect(fee(sepa, '1235.00')).toBe('1.24')
  })

  test('a crypto withdrawal costs its fixed service fee, whatever the amount', () => {
    for (const { currency, network, withdrawalFee } of CURRENCIES_ON_NETWORKS) {
      const quote = quoteFee(book, { kind: 'crypto_withdrawal', currency, network }, moneyOf(currency, '123'), today)
      expect(quote.fee).toEqual(moneyOf(currency, withdrawalFee))
    }
  })

  test('a card costs 0.25 EUR a month', () => {
    expect(fee({ kind: 'card_month', currency: 'eur', network: null }, '0')).toBe('0.25')
  })

  test('are all that a partner without overrides pays', () => {
    const origin = { feeScheduleVersion: 1, feeOverrideId: null }
    expect(effectiveFees(book, today)).toEqual(DOCUMENTED_FEES.map(documented => ({ ...documented, ...origin })))
  })
})

test('a fee is at least one wire unit unless it is free', () => {
  expect(fee(exchange, '0.01')).toBe('0.01')
  const free = { ...book, overrides: [override('o', '2026-01-01', null, '0')] }
  expect(fee(exchange, '1000', free)).toBe('0.00')
})

test('a fee never goes down when the amount goes up', () => {
  const terms = effectiveFee(book, sepa, today)
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (units, more) => {
      const lower = feeOn(terms, { asset: 'eur', units }).units
      expect(feeOn(terms, { asset: 'eur', units: units + more }).units >= lower).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('a fee is never taken in another asset than its own', () => {
  expect(() => feeOn(effectiveFee(book, exchange, today), moneyOf('usdc', '10'))).toThrow(RangeError)
})

describe('versions and overrides', () => {
  const second: FeeSchedule = { version: 2, validFrom: new Date('2026-06-01T00:00:00Z'), items: DOCUMENTED_FEES }

  test('a schedule is in force from its own moment on, until the next one is', () => {
    expect(scheduleAt([second, first], new Date('2026-05-31T23:59:59.999Z')).version).toBe(1)
    expect(scheduleAt([second, first], new Date('2026-06-01T00:00:00.000Z')).version).toBe(2)
    expect(scheduleAt([{ ...second, validFrom: first.validFrom }, first], today).version).toBe(2)
    expect(() => scheduleAt([second], today)).toThrow(RangeError)
  })

  test('an override applies from its first moment until before its last', () => {
    const own: FeeBook = { ...book, overrides: [override('o1', '2026-02-01', '2026-03-01', '0.005')] }
    const at = (moment: string) => effectiveFee(own, exchange, new Date(moment)).feeOverrideId
    expect(at('2026-01-31T23:59:59.999Z')).toBeNull()
    expect(at('2026-02-01T00:00:00.000Z')).toBe('o1')
    expect(at('2026-02-28T23:59:59.999Z')).toBe('o1')
    expect(at('2026-03-01T00:00:00.000Z')).toBeNull()
  })

  test('of two overrides in force the one made last applies, and the quote says which', () => {
    const own: FeeBook = {
      ...book,
      overrides: [override('o1', '2026-01-01', null, '0.005'), override('o2', '2026-02-01', null, '0.01')],
    }
    expect(quoteFee(own, exchange, moneyOf('eur', '100'), today)).toEqual({
      fee: moneyOf('eur', '1'),
      feeScheduleVersion: 1,
      feeOverrideId: 'o2',
    })
    expect(fee(sepa, '1000', own)).toBe('1.00')
  })

  test('what has no price cannot be quoted', () => {
    expect(() =>
      effectiveFee(book, { kind: 'crypto_withdrawal', currency: 'btc', network: 'ethereum' }, today),
    ).toThrow('no fee for crypto_withdrawal btc ethereum')
  })
})
