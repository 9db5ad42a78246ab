import { expect, test } from 'vitest'
import {
  ASSET_SLUGS,
  ASSETS,
  CURRENCIES_ON_NETWORKS,
  findCurrencyOnNetwork,
  networksOf,
  parseCryptoCurrency,
  parseCurrency,
  parseNetwork,
} from './assets.ts'

test('currencies and networks are recognised in any letter case and nothing else is', () => {
  expect(parseCurrency('EUR')).toBe('eur')
  expect(parseCurrency('uSdC')).toBe('usdc')
  expect(parseNetwork('ETHEREUM')).toBe('ethereum')
  for (const text of ['', 'xrp', ' eur', 'constructor', '__proto__', 'toString']) {
    expect(parseCurrency(text)).toBeUndefined()
    expect(parseNetwork(text)).toBeUndefined()
  }
  expect(parseCryptoCurrency('eur')).toBeUndefined()
  expect(parseCryptoCurrency('BTC')).toBe('btc')
})

test('each crypto currency is on exactly the documented networks', () => {
  const networks = Object.fromEntries(ASSET_SLUGS.map(slug => [slug, networksOf(slug).map(entry => entry.network)]))
  expect(networks).toEqual({
    eur: [],
    btc: ['btc'],
    eth: ['ethereum'],
    ltc: ['ltc'],
    doge: ['doge'],
    pol: ['polygon'],
    usdc: ['ethereum', 'polygon'],
    usdt: ['ethereum', 'polygon'],
  })
  expect(findCurrencyOnNetwork('USDC', 'Polygon')?.withdrawalFee).toBe('0.5')
  expect(findCurrencyOnNetwork('btc', 'ethereum')).toBeUndefined()
})

test('every condition can be written with the wire decimals of its currency', () => {
  for (const entry of CURRENCIES_ON_NETWORKS) {
    for (const text of [entry.withdrawalFee, entry.withdrawalMinimum, entry.depositMinimum]) {
      const decimals = text.split('.')[1]?.length ?? 0
      expect(decimals).toBeLessThanOrEqual(ASSETS[entry.currency].wireDecimals)
    }
  }
})
