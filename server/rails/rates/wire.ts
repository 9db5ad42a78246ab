import { type CryptoSlug, parseCryptoCurrency } from '@florin/contract/assets.ts'
import { decimalTextOf } from '@florin/contract/kernel/json-number.ts'
import type { SourcePrice } from '../../contexts/pricing/index.ts'
import { compareDecimals, type Decimal, parseDecimal } from '../../kit/decimal.ts'
import { JsonNumber, parseJson } from '../../kit/json.ts'

/*
 * A ticker book as price APIs publish it, one document per source:
 *   { "tickers": [{ "pair": "BTC/EUR", "bid": "97450.12", "ask": "97510.44", "ts": 1767225599000, "status": "trading" }] }
 * bid and ask are decimal text or numbers, ts is epoch milliseconds, status may be missing (then the pair trades).
 */

/** A document that breaks the format. A source that writes one is not believed in anything else it says in it. */
export class MalformedTicker extends Error {
  override readonly name = 'MalformedTicker'
}

/** Far more than any price needs. Medians add a few, and what the database has must still be read as a decimal of ours. */
const PRICE_LENGTH_MAX = 40

/** More pairs than any exchange lists. */
const TICKERS_MAX = 10_000

/**
 * The source's prices in EUR of the assets that we know. Left out: other pairs, pairs that do not trade, and crossed books
 * (bid above ask), which real exchanges show for moments. Throws `MalformedTicker`.
 */
export function parseTickers(text: string, source: string): SourcePrice[] {
  const document = parseJson(text)
  if (!document.ok) throw new MalformedTicker(`the document ${document.message}`)
  const tickers = fieldOf(document.value, 'tickers')
  if (!Array.isArray(tickers) || tickers.length > TICKERS_MAX) throw new MalformedTicker('tickers must be a list')
  const prices = new Map<CryptoSlug, SourcePrice>()
  for (const ticker of tickers) {
    const asset = assetOfPair(fieldOf(ticker, 'pair'))
    if (asset === undefined) continue
    const status = fieldOf(ticker, 'status')
    if (status !== undefined && status !== 'trading') continue
    if (prices.has(asset)) throw new MalformedTicker(`${asset}/eur is listed twice`)
    const bid = priceOf(ticker, 'bid')
    const ask = priceOf(ticker, 'ask')
    const observedAt = timeOf(ticker)
    if (compareDecimals(bid, ask) <= 0) prices.set(asset, { source, asset, bid, ask, observedAt })
  }
  return [...prices.values()]
}

function fieldOf(value: unknown, field: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, field)) return undefined
  return (value as Record<string, unknown>)[field]
}

function assetOfPair(pair: unknown): CryptoSlug | undefined {
  if (typeof pair !== 'string') throw new MalformedTicker('pair must be a string')
  const [base = '', quote = '', ...more] = pair.split('/')
  return quote.toLowerCase() === 'eur' && more.length === 0 ? parseCryptoCurrency(base) : undefined
}

function priceOf(ticker: unknown, field: string): Decimal {
  const value = plainText(fieldOf(ticker, field))
  if (value !== undefined && value.length > PRICE_LENGTH_MAX) {
    throw new MalformedTicker(`${field} must have at most ${PRICE_LENGTH_MAX} characters`)
  }
  const price = value === undefined ? undefined : parseDecimal(value)
  if (price === undefined || price.coefficient <= 0n) throw new MalformedTicker(`${field} must be a price above zero`)
  return price
}

function plainText(value: unknown): string | undefined {
  if (!(value instanceof JsonNumber)) return typeof value === 'string' ? value : undefined
  const plain = decimalTextOf(value.source)
  return 'text' in plain ? plain.text : undefined
}

function timeOf(ticker: unknown): Date {
  const value = fieldOf(ticker, 'ts')
  const text = value instanceof JsonNumber ? value.source : value
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) throw new MalformedTicker('ts must be epoch milliseconds')
  return new Date(Number(text))
}
