import { ASSET_SLUGS, ASSETS, CURRENCIES_ON_NETWORKS } from '@florin/contract/assets.ts'
import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from './decimal.ts'
import {
  addMoney,
  compareMoney,
  floorToWire,
  formatAmount,
  formatLedgerAmount,
  fractionOf,
  type Money,
  moneyOf,
  parseAmount,
  parseWireAmount,
  subtractMoney,
  toWireNumberText,
  wireUnit,
  zero,
} from './money.ts'

const anyAsset = fc.constantFrom(...ASSET_SLUGS)
const anyUnits = fc.bigInt({ min: 1n, max: 10n ** 25n })
const wholeWire = fc
  .tuple(anyAsset, anyUnits)
  .map(([asset, units]): Money => floorToWire({ asset, units: units * wireUnit(asset) }).whole)

const reasonOf = (text: string, asset: string) => {
  const parsed = parseAmount(text, asset)
  return parsed.ok ? 'accepted' : parsed.reason
}

describe('reading amounts', () => {
  test('undoes writing them', () => {
    fc.assert(
      fc.property(anyAsset, fc.bigInt({ min: 1n, max: 10n ** 12n }), (asset, wireUnits) => {
        const money = { asset, units: wireUnits * wireUnit(asset) }
        expect(parseAmount(formatAmount(money), asset)).toEqual({ ok: true, money })
        expect(parseAmount(toWireNumberText(money), asset)).toEqual({ ok: true, money })
      }),
      { numRuns: 1000 },
    )
  })

  test('counts in ledger units', () => {
    expect(parseAmount('1.5', 'eur')).toEqual({ ok: true, money: { asset: 'eur', units: 150n } })
    expect(parseAmount('007', 'eur')).toEqual({ ok: true, money: { asset: 'eur', units: 700n } })
    expect(parseAmount('0.00000001', 'eth')).toEqual({ ok: true, money: { asset: 'eth', units: 10_000_000_000n } })
  })

  test('never accepts more decimals than the wire has; zeros at the end are none', () => {
    fc.assert(
      fc.property(anyAsset, fc.nat(), fc.stringMatching(/^\d{1,12}$/), (asset, whole, fraction) => {
        const accepted = parseAmount(`${whole}.${fraction}`, asset).ok
        const decimals = fraction.replace(/0+$/, '').length
        expect(accepted).toBe(decimals <= ASSETS[asset].wireDecimals && Number(`${whole}.${fraction}`) > 0)
      }),
      { numRuns: 500 },
    )
    expect(parseAmount('1.001', 'eur')).toMatchObject({ ok: false, message: 'must have at most 2 decimal places' })
    expect(parseAmount('1.50000000', 'eur')).toEqual({ ok: true, money: { asset: 'eur', units: 150n } })
    expect(parseAmount('0.000000001', 'btc')).toMatchObject({
      ok: false,
      message: 'must have at most 8 decimal places',
    })
  })

  test('refuses everything that is not a plain positive decimal, and says why', () => {
    for (const text of [
      '',
      ' 1',
      '1 ',
      '1e3',
      '1E-3',
      'NaN',
      'Infinity',
      '0x1',
      '1,5',
      '.5',
      '5.',
      '+5',
      '1.2.3',
      '١',
      '1\n',
      '-',
      '-x',
    ]) {
      expect(reasonOf(text, 'eur'), JSON.stringify(text)).toBe('not-a-number')
    }
    for (const text of ['0', '0.00', '000', '-1', '-0.01']) expect(reasonOf(text, 'eur')).toBe('not-positive')
    expect(reasonOf('999999999999.99', 'eur')).toBe('accepted')
    expect(reasonOf('1000000000000', 'eur')).toBe('too-large')
    expect(reasonOf('9'.repeat(100_000), 'eur')).toBe('too-large')
  })

  test('takes strings and JSON numbers, a number by its source text', () => {
    expect(parseWireAmount(new JsonNumber('5e-8'), 'btc')).toEqual({ ok: true, money: { asset: 'btc', units: 5n } })
    expect(parseWireAmount(new JsonNumber('1e2'), 'eur')).toEqual({ ok: true, money: { asset: 'eur', units: 10_000n } })
    expect(parseWireAmount('5e-8', 'btc').ok).toBe(false)
    expect(parseWireAmount(new JsonNumber('-0'), 'eur')).toMatchObject({ reason: 'not-positive' })
    expect(parseWireAmount(new JsonNumber('0.30000000000000004'), 'btc')).toMatchObject({
      ok: false,
      message: expect.stringContaining('sent as a string'),
    })
    for (const value of [1, null, undefined, true, [], {}, { source: '1' }])
      expect(parseWireAmount(value, 'eur').ok).toBe(false)
  })
})

describe('writing amounts', () => {
  test('text has the wire decimals of the asset, numbers are the shortest plain decimal', () => {
    expect(formatAmount(zero('eur'))).toBe('0.00')
    expect(formatAmount(moneyOf('eth', '1.5'))).toBe('1.50000000')
    expect(formatAmount({ asset: 'eur', units: -5n })).toBe('-0.05')
    expect(toWireNumberText(moneyOf('btc', '0.00000005'))).toBe('0.00000005')
    expect(toWireNumberText(moneyOf('eur', '10.00'))).toBe('10')
    expect(toWireNumberText(moneyOf('eur', '1.50'))).toBe('1.5')
  })

  test('a part of a wire unit is never hidden', () => {
    const dust = { asset: 'eth', units: 10_000_000_001n }
    expect(() => formatAmount(dust)).toThrow(RangeError)
    expect(() => toWireNumberText(dust)).toThrow(RangeError)
    expect(formatLedgerAmount(dust)).toBe('0.000000010000000001')
  })

  test('what the contract states in text is readable as money', () => {
    for (const entry of CURRENCIES_ON_NETWORKS) {
      expect(formatLedgerAmount(moneyOf(entry.currency, entry.withdrawalFee))).toContain(entry.withdrawalFee)
    }
    expect(() => moneyOf('eur', '0.001')).toThrow(RangeError)
    expect(() => moneyOf('xrp', '1')).toThrow(RangeError)
    expect(moneyOf('eur', '-1.5').units).toBe(-150n)
  })
})

describe('arithmetic', () => {
  test('adds associatively, subtracts back, compares as the units do', () => {
    fc.assert(
      fc.property(anyAsset, anyUnits, anyUnits, anyUnits, (asset, x, y, z) => {
        const [a, b, c] = [
          { asset, units: x },
          { asset, units: y },
          { asset, units: z },
        ]
        expect(addMoney(addMoney(a, b), c)).toEqual(addMoney(a, addMoney(b, c)))
        expect(subtractMoney(addMoney(a, b), b)).toEqual(a)
        expect(compareMoney(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0)
      }),
      { numRuns: 500 },
    )
  })

  test('never crosses assets', () => {
    for (const operation of [addMoney, subtractMoney, compareMoney]) {
      expect(() => operation(moneyOf('eur', '1'), moneyOf('usdc', '1'))).toThrow(RangeError)
    }
  })

  test('splitting off the wire part loses nothing and leaves a remainder from zero up to one wire unit', () => {
    fc.assert(
      fc.property(anyAsset, fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (asset, units) => {
        const { whole, remainder } = floorToWire({ asset, units })
        expect(addMoney(whole, remainder).units).toBe(units)
        expect(whole.units % wireUnit(asset)).toBe(0n)
        expect(remainder.units >= 0n && remainder.units < wireUnit(asset)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a fraction is in whole wire units, rounded as told, at least the minimum', () => {
    expect(fractionOf(moneyOf('eur', '292.50'), decimal('0.0149'), 'half-up').units).toBe(436n)
    expect(fractionOf(moneyOf('eur', '292.50'), decimal('0.0149'), 'down').units).toBe(435n)
    expect(fractionOf(moneyOf('eur', '50'), decimal('0.001'), 'half-up', 100n).units).toBe(100n)
    fc.assert(
      fc.property(wholeWire, fc.integer({ min: 0, max: 10_000 }), (money, basisPoints) => {
        const part = fractionOf(money, { coefficient: BigInt(basisPoints), scale: 4 }, 'down')
        expect(part.units % wireUnit(money.asset)).toBe(0n)
        expect(compareMoney(part, money)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })
})
