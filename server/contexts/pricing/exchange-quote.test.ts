import { type AssetSlug, CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, decimal, formatDecimal, multiplyDecimals } from '../../kit/decimal.ts'
import { formatAmount, formatLedgerAmount, type Money, moneyOf, toDecimal, wireUnit } from '../../kit/money.ts'
import { type ExchangePrices, type Price, quoteExchange } from './exchange-quote.ts'
import { DOCUMENTED_FEES, type EffectiveFee } from './fee.ts'

const terms = { ...DOCUMENTED_FEES[0], feeScheduleVersion: 1, feeOverrideId: null } as EffectiveFee
const flat = (price: string): Price => ({ bid: decimal(price), ask: decimal(price) })

const quote = (amount: Money, to: AssetSlug, prices: ExchangePrices) => {
  const quoted = quoteExchange(amount, to, prices, terms)
  if (!quoted.ok) throw new Error(quoted.reason)
  return quoted.quote
}

describe('the documented examples', () => {
  test('100 EUR to DOGE: the fee is 1.49 EUR and the rest is converted', () => {
    const { fee, received, rate } = quote(moneyOf('eur', '100'), 'doge', { to: flat('0.15') })
    expect(formatAmount(fee)).toBe('1.49')
    expect(formatAmount(received)).toBe('656.73333333')
    expect(formatDecimal(rate)).toBe('0.15')
  })

  test('0.003 BTC to EUR: the fee is 4.36 of the euros received', () => {
    const { fee, received, euroValue, rate } = quote(moneyOf('btc', '0.003'), 'eur', { from: flat('97538.93') })
    expect(formatAmount(fee)).toBe('4.36')
    expect(formatAmount(euroValue)).toBe('292.61')
    expect(formatAmount(received)).toBe('288.25')
    expect(formatDecimal(rate)).toBe('97538.93')
  })
})

test('who buys pays the ask and who sells gets the bid', () => {
  const price = { bid: decimal('99'), ask: decimal('101') }
  expect(formatDecimal(quote(moneyOf('eur', '10'), 'ltc', { to: price }).rate)).toBe('101')
  expect(formatDecimal(quote(moneyOf('ltc', '1'), 'eur', { from: price }).rate)).toBe('99')
})

test('crypto to crypto goes through EUR: fee in EUR, the rate is the received per one of the given', () => {
  const { fee, received, rate, euroValue } = quote(moneyOf('btc', '0.01'), 'eth', {
    from: flat('97500'),
    to: flat('2345.67'),
  })
  expect(formatAmount(euroValue)).toBe('975.00')
  expect(formatAmount(fee)).toBe('14.53')
  expect(formatDecimal(rate)).toBe('41.565949174436301781')
  expect(formatAmount(received)).toBe('0.40946509')
})

test('ether received in whole wire units leaves the wei below it to rounding', () => {
  const { received, remainder } = quote(moneyOf('eur', '100'), 'eth', { to: flat('2345.67') })
  expect(received.units % wireUnit('eth')).toBe(0n)
  expect(formatLedgerAmount(received)).toBe('0.041996520000000000')
  expect(remainder.units).toBe((9851n * 10n ** 18n) / 234567n - received.units)
})

describe('the least exchange', () => {
  const reason = (amount: Money, to: AssetSlug, prices: ExchangePrices) => {
    const quoted = quoteExchange(amount, to, prices, terms)
    return quoted.ok ? 'ok' : quoted.reason
  }

  test('is worth one euro before the fee', () => {
    expect(reason(moneyOf('eur', '0.99'), 'doge', { to: flat('0.15') })).toBe('below-minimum')
    expect(reason(moneyOf('eur', '1.00'), 'doge', { to: flat('0.15') })).toBe('ok')
    expect(reason(moneyOf('btc', '0.00001'), 'eur', { from: flat('100000') })).toBe('ok')
    expect(reason(moneyOf('btc', '0.00001'), 'eur', { from: flat('99999.99') })).toBe('below-minimum')
    expect(reason(moneyOf('btc', '0.00001'), 'doge', { from: flat('99999.99'), to: flat('0.15') })).toBe(
      'below-minimum',
    )
  })

  test('brings at least one unit', () => {
    expect(reason(moneyOf('eur', '1.00'), 'usdc', { to: flat('100000000') })).toBe('below-minimum')
  })

  test('has two currencies', () => {
    expect(reason(moneyOf('eur', '10'), 'eur', {})).toBe('same-currency')
    expect(reason(moneyOf('btc', '10'), 'btc', { from: flat('1'), to: flat('1') })).toBe('same-currency')
  })
})

test('a missing price is a bug of the caller', () => {
  expect(() => quote(moneyOf('btc', '1'), 'eur', {})).toThrow(RangeError)
  expect(() => quote(moneyOf('eur', '10'), 'btc', {})).toThrow(RangeError)
})

const anyPrice = fc.tuple(fc.integer({ min: 1, max: 20_000_000 }), fc.integer({ min: 0, max: 10_000 })).map(
  ([bid, spread]): Price => ({
    bid: { coefficient: BigInt(bid), scale: 2 },
    ask: { coefficient: BigInt(bid + spread), scale: 2 },
  }),
)

test('no customer gains: received and fee are never worth more than what was given', () => {
  const assets = ['eur', ...CRYPTO_SLUGS] as const
  fc.assert(
    fc.property(
      fc.constantFrom(...assets),
      fc.constantFrom(...assets),
      fc.bigInt({ min: 1n, max: 10n ** 14n }),
      anyPrice,
      anyPrice,
      (from, to, wireUnits, sell, buy) => {
        const amount = { asset: from, units: wireUnits * wireUnit(from) }
        const quoted = quoteExchange(amount, to, { from: sell, to: buy }, terms)
        if (!quoted.ok) return
        const { received, remainder, fee, euroValue } = quoted.quote
        const given = from === 'eur' ? toDecimal(amount) : multiplyDecimals(toDecimal(amount), sell.bid)
        expect(compareDecimals(toDecimal(euroValue), given)).toBeLessThanOrEqual(0)
        expect(received.units % wireUnit(to)).toBe(0n)
        expect(remainder.units >= 0n && remainder.units < wireUnit(to)).toBe(true)
        const all = { asset: to, units: received.units + remainder.units }
        const worth = to === 'eur' ? toDecimal(all) : multiplyDecimals(toDecimal(all), buy.ask)
        const spent = {
          coefficient: worth.coefficient * 100n + fee.units * 10n ** BigInt(worth.scale),
          scale: worth.scale + 2,
        }
        expect(compareDecimals(spent, given)).toBeLessThanOrEqual(0)
      },
    ),
    { numRuns: 1000 },
  )
})
