import { ASSET_SLUGS, type AssetSlug, CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import { events } from '@florin/contract/events.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDecimals, type Decimal, decimal, multiplyDecimals, subtractDecimals } from '../../kit/decimal.ts'
import { statesOf } from '../../kit/machine.ts'
import { type Money, moneyOf, toDecimal, wireUnit } from '../../kit/money.ts'
import type { Line } from '../../kit/work/decision.ts'
import { houseAccount } from '../ledger/index.ts'
import { type ExchangePrices, quoteExchange } from '../pricing/index.ts'
import { bookExchange, exchangeAnswer, exchangeMachine } from './exchange.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const partnerId = '01980000-0000-7000-8000-000000000001'
const accounts = { from: 'customer-from', to: 'customer-to' }
const termsOf = (fraction: string) => ({
  fraction: decimal(fraction),
  minimum: moneyOf('eur', '0'),
  fixed: moneyOf('eur', '0'),
  feeScheduleVersion: 1,
  feeOverrideId: null,
})

function exchangeOf(amount: Money, to: AssetSlug, prices: ExchangePrices, fraction = '0.0149') {
  const quoted = quoteExchange(amount, to, prices, termsOf(fraction))
  if (!quoted.ok) return undefined
  const owner = { id: 'user', externalUserId: 'customer-17' }
  const given = { partnerId, id: 'x', owner, lockId: 'l', quote: quoted.quote, accounts, bearsLimits: false }
  const decision = bookExchange(given, now)
  return { decision, quote: quoted.quote, lines: decision.post?.[0]?.lines ?? [] }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the exchange was refused')
  return value
}

/** What the lines add to an account in an asset: credits less debits. */
const change = (lines: readonly Line[], account: string, asset: string): bigint =>
  lines
    .filter(({ money }) => money.asset === asset)
    .reduce(
      (sum, { debit, credit, money }) =>
        sum + (credit === account ? money.units : 0n) - (debit === account ? money.units : 0n),
      0n,
    )

const house = (code: 'fx-position' | 'fee-exchange' | 'rounding', asset: string) => houseAccount(partnerId, code, asset)
const flat = (price: string) => ({ bid: decimal(price), ask: decimal(price) })

test('100 EUR to DOGE: the fee is income, the rest is the platform’s position, the doge come out of it', () => {
  const { lines } = must(exchangeOf(moneyOf('eur', '100'), 'doge', { to: flat('0.15') }))
  expect(lines).toEqual([
    { debit: 'customer-from', credit: house('fx-position', 'eur'), money: moneyOf('eur', '98.51') },
    { debit: 'customer-from', credit: house('fee-exchange', 'eur'), money: moneyOf('eur', '1.49') },
    { debit: house('fx-position', 'doge'), credit: 'customer-to', money: moneyOf('doge', '656.73333333') },
  ])
})

test('0.003 BTC to EUR: the fee comes out of the euros received', () => {
  const { lines } = must(exchangeOf(moneyOf('btc', '0.003'), 'eur', { from: flat('97538.93') }))
  expect(lines).toEqual([
    { debit: 'customer-from', credit: house('fx-position', 'btc'), money: moneyOf('btc', '0.003') },
    { debit: house('fx-position', 'eur'), credit: house('fee-exchange', 'eur'), money: moneyOf('eur', '4.36') },
    { debit: house('fx-position', 'eur'), credit: 'customer-to', money: moneyOf('eur', '288.25') },
  ])
})

test('crypto to crypto leaves a position in both and in the euros of the fee, and the wei below a wire unit to rounding', () => {
  const { lines, quote } = must(exchangeOf(moneyOf('btc', '0.01'), 'eth', { from: flat('97500'), to: flat('2345.67') }))
  expect(change(lines, house('fx-position', 'btc'), 'btc')).toBe(quote.amount.units)
  expect(change(lines, house('fx-position', 'eur'), 'eur')).toBe(-1453n)
  expect(change(lines, house('fx-position', 'eth'), 'eth')).toBe(-(quote.received.units + quote.remainder.units))
  expect(change(lines, house('rounding', 'eth'), 'eth')).toBe(quote.remainder.units)
  expect(quote.remainder.units > 0n).toBe(true)
})

test('a free exchange posts no line of nothing', () => {
  const { lines } = must(exchangeOf(moneyOf('eur', '100'), 'doge', { to: flat('0.1') }, '0'))
  expect(lines).toHaveLength(2)
})

test('it is complete in the commit that makes it: one history row, one event whose body are the details', () => {
  const { decision } = must(exchangeOf(moneyOf('eur', '100'), 'doge', { to: flat('0.16') }))
  expect(decision.next).toMatchObject({ status: 'COMPLETED', createdAt: now, completedAt: now })
  expect(decision.tell).toEqual([
    {
      ownerId: 'user',
      id: 'x',
      type: 'EXCHANGE',
      direction: 'OUT',
      status: 'COMPLETED',
      accountId: 'customer-from',
      money: moneyOf('eur', '100'),
      fee: moneyOf('eur', '1.49'),
      counterparty: 'doge',
      reference: '615.68750000 doge',
      createdAt: now,
      completedAt: now,
    },
  ])
  const { example } = events['exchange.status']
  const body = { ...example, exchangeId: 'x', createdAt: now.toISOString() }
  expect(exchangeAnswer(decision.next)).toEqual(body)
  expect(decision.emit).toEqual([{ type: 'exchange.status', subject: 'x', version: 1, body }])
})

test('the statuses are those of the contract, and the last two are final', () => {
  expect(statesOf(exchangeMachine)).toEqual(['PENDING', 'COMPLETED', 'FAILED'])
})

const price = fc
  .tuple(fc.bigInt(1n, 10n ** 12n), fc.integer({ min: 0, max: 8 }), fc.bigInt(0n, 10n ** 6n))
  .map(([coefficient, scale, wider]) => ({
    bid: { coefficient, scale },
    ask: { coefficient: coefficient + (coefficient * wider) / 10n ** 8n, scale },
  }))
const pairs = fc
  .tuple(fc.constantFrom(...ASSET_SLUGS), fc.constantFrom(...ASSET_SLUGS))
  .filter(([from, to]) => from !== to)

test('of any exchange nothing is invented and nothing lost: the customer never gains by rounding, the platform less than one unit', () => {
  let booked = 0
  fc.assert(
    fc.property(
      pairs,
      fc.bigInt(1n, 10n ** 12n),
      price,
      price,
      fc.constantFrom('0', '0.005', '0.0149', '0.3'),
      ([from, to], wireUnits, priceFrom, priceTo, fraction) => {
        const amount = { asset: from, units: wireUnits * wireUnit(from) }
        const prices = {
          ...(from === 'eur' ? {} : { from: priceFrom }),
          ...(to === 'eur' ? {} : { to: priceTo }),
        }
        const exchanged = exchangeOf(amount, to, prices, fraction)
        if (exchanged === undefined) return
        booked += 1
        const { lines, quote } = exchanged
        // The customer gives the amount and gets the received, whole wire units; nobody else's account is touched.
        expect(change(lines, accounts.from, from)).toBe(-amount.units)
        expect(change(lines, accounts.to, to)).toBe(quote.received.units)
        expect(quote.received.units % wireUnit(to)).toBe(0n)
        const known = new Set([accounts.from, accounts.to])
        for (const asset of [from, to, 'eur'])
          for (const code of ['fx-position', 'fee-exchange', 'rounding'] as const) known.add(house(code, asset))
        for (const line of lines) {
          expect(known.has(line.debit) && known.has(line.credit)).toBe(true)
          expect(line.money.units > 0n).toBe(true)
        }
        // Per asset all changes sum to zero.
        for (const asset of new Set(lines.map(line => line.money.asset)))
          expect([...known].reduce((sum, account) => sum + change(lines, account, asset), 0n)).toBe(0n)
        // At the locked prices the position gains less than one ledger unit of what was received, and loses nothing.
        const gain = positionGain(lines, from, to, prices)
        expect(compareDecimals(gain, decimal('0'))).toBeGreaterThanOrEqual(0)
        expect(compareDecimals(gain, unitValue(to, prices))).toBeLessThan(0)
      },
    ),
    { numRuns: 2_000 },
  )
  expect(booked).toBeGreaterThan(500)
})

/** EUR that the platform's position is worth more after the lines: what it took at the bid, what it gave at the ask. */
function positionGain(lines: readonly Line[], from: AssetSlug, to: AssetSlug, prices: ExchangePrices): Decimal {
  const units = (asset: AssetSlug): Money => ({ asset, units: change(lines, house('fx-position', asset), asset) })
  const worth = (money: Money, one: Decimal | undefined) => multiplyDecimals(toDecimal(money), one ?? decimal('1'))
  let gain = decimal('0')
  for (const asset of new Set<AssetSlug>([from, to, 'eur'])) {
    const one = asset === from ? prices.from?.bid : asset === to ? prices.to?.ask : undefined
    const value = worth(units(asset), asset === 'eur' ? undefined : one)
    gain = subtractDecimals(gain, { coefficient: -value.coefficient, scale: value.scale })
  }
  return gain
}

/** EUR for one ledger unit of the received asset. */
const unitValue = (to: AssetSlug, prices: ExchangePrices): Decimal =>
  multiplyDecimals(toDecimal({ asset: to, units: 1n }), to === 'eur' ? decimal('1') : (prices.to?.ask ?? decimal('1')))

test('every crypto asset can be exchanged both ways', () => {
  for (const asset of CRYPTO_SLUGS) {
    expect(exchangeOf(moneyOf('eur', '1'), asset, { to: flat('1') })).toBeDefined()
    expect(exchangeOf(moneyOf(asset, '2'), 'eur', { from: flat('1') })).toBeDefined()
  }
})
