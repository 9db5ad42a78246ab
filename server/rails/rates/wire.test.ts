import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from '../../kit/decimal.ts'
import { MalformedTicker, parseTickers } from './wire.ts'

const book = (...tickers: unknown[]) => JSON.stringify({ tickers })
const btc = { pair: 'BTC/EUR', bid: '97450.12', ask: '97510.44', ts: 1_767_225_599_000, status: 'trading' }

test('a ticker becomes a price, exactly as written', () => {
  expect(parseTickers(book(btc), 'harbour')).toEqual([
    {
      source: 'harbour',
      asset: 'btc',
      bid: decimal('97450.12'),
      ask: decimal('97510.44'),
      observedAt: new Date('2025-12-31T23:59:59.000Z'),
    },
  ])
})

test('numbers are read from their source text, times may be text, status may be missing', () => {
  const text = '{"tickers":[{"pair":"doge/eur","bid":1.5e-1,"ask":0.1500000000000001,"ts":"1767225599000"}]}'
  expect(() => parseTickers(text, 's')).toThrow('ask')
  const [price] = parseTickers(text.replace('0.1500000000000001', '0.150000000000001'), 's')
  expect(price).toMatchObject({ asset: 'doge', bid: decimal('0.15'), ask: decimal('0.150000000000001') })
})

describe('left out are', () => {
  const assetsBeside = (ticker: unknown) => parseTickers(book(btc, ticker), 's').map(price => price.asset)

  test('pairs that are not ours, however odd their fields', () => {
    for (const pair of ['XRP/EUR', 'BTC/USD', 'EUR/EUR', 'ETH', 'ETH/EUR/PERP', '', '__proto__/EUR']) {
      expect(assetsBeside({ pair, bid: '??' })).toEqual(['btc'])
    }
  })

  test('pairs that do not trade', () => {
    expect(assetsBeside({ ...btc, pair: 'ETH/EUR', status: 'halted' })).toEqual(['btc'])
  })

  test('crossed books', () => {
    expect(assetsBeside({ ...btc, pair: 'ETH/EUR', bid: '2', ask: '1' })).toEqual(['btc'])
  })
})

test('a document that breaks the format is not believed at all', () => {
  const fields = [
    { bid: '0' },
    { bid: '-1' },
    { ask: '1e9' },
    { ask: null },
    { bid: 'NaN' },
    { ask: `97510.${'4'.repeat(60)}` },
    { ts: 1.5 },
    { ts: 'now' },
    { ts: -1 },
  ]
  const broken = [
    '',
    '<html>',
    '[]',
    'null',
    '{}',
    '{"tickers":{}}',
    '{"tickers":[null]}',
    '{"tickers":[1]}',
    '{"tickers":[{}]}',
    `{"tickers":${'['.repeat(100_000)}`,
    book(btc, btc),
    ...fields.map(field => book({ ...btc, ...field })),
  ]
  for (const text of broken) expect(() => parseTickers(text, 's'), text.slice(0, 80)).toThrow(MalformedTicker)
})

test('whatever the text, there are prices or a MalformedTicker', () => {
  const ticker = fc.record(
    {
      pair: fc.constantFrom('BTC/EUR', 'ETH/EUR', 'a/b', 1),
      bid: fc.anything(),
      ask: fc.anything(),
      ts: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.array(ticker).map(tickers => JSON.stringify({ tickers }, (_, v) => (typeof v === 'bigint' ? `${v}` : v))),
      ),
      text => {
        try {
          parseTickers(text, 's')
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedTicker)
        }
      },
    ),
    { numRuns: 500 },
  )
})
