import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../tests/harness/database.ts'
import { BadConfig, readConfig } from './config.ts'
import { pairPrices, RateBoard } from './contexts/pricing/index.ts'
import { realClock } from './kit/clock/clock.ts'
import { stamp } from './kit/clock/store.ts'
import { decimal } from './kit/decimal.ts'
import type { Kernel } from './kit/kernel.ts'
import { ratesOf } from './rails.ts'

let database: TestDatabase
const servers: Server[] = []
const warnings: string[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  await stamp(database.pool, { environment: 'production', mode: 'real' })
})
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  warnings.length = 0
})
afterAll(() => database.drop())

const kernel = (): Kernel => {
  const log = {
    info: () => undefined,
    warn: (detail: object) => void warnings.push(String((detail as { source?: string }).source)),
    error: () => undefined,
  }
  return { pool: database.pool, clock: realClock(), log } as unknown as Kernel
}

/** An exchange that lists BTC/EUR at one price, or is broken. */
async function tickers(price: string | undefined): Promise<string> {
  const server = createServer((_request, response) => {
    if (price === undefined) return void response.writeHead(500).end()
    const ticker = { pair: 'BTC/EUR', bid: price, ask: price, ts: Date.now() }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ tickers: [ticker] }))
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tickers`
}

const production = (urls: string) => readConfig({ MODE: 'production', RATES_URLS: urls })

test('in production rates come from the configured sources, and one that is down is outvoted', async () => {
  const [a, b, c] = [await tickers('60000'), await tickers(undefined), await tickers('60100')]
  const config = production(`kraken=${a}, broken=${b},binance=${c}`)
  const board = new RateBoard(kernel(), ratesOf(kernel(), config))
  const prices = pairPrices(await board.fresh(), 'eur', 'btc', new Date())
  expect(prices.to).toEqual({ bid: decimal('60050'), ask: decimal('60050') })
  expect(warnings).toEqual(['broken'])
})

test('in production without sources rates are off: P501, and no simulator steps in', async () => {
  const rates = ratesOf(kernel(), readConfig({ MODE: 'production' }))
  expect(rates).toBeUndefined()
  await expect(new RateBoard(kernel(), rates).fresh()).rejects.toMatchObject({ code: 'P501', retryAfterSeconds: 60 })
})

test('in the sandbox rates are simulated', async () => {
  const rates = ratesOf(kernel(), readConfig({}))
  const sources = new Set((await rates?.latestPrices(new Date()))?.map(price => price.source))
  expect([...sources].sort()).toEqual(['harbour', 'meridian', 'northgate'])
})

test.each([
  ['production', 'https://a.example', 'is not name=url'],
  ['production', 'a=ftp://a.example', 'is not name=url'],
  ['production', 'a=https://a.example', 'at least two sources'],
  ['production', 'a=https://a.example,a=https://b.example', 'at least two sources'],
  ['production', 'a=https://a.example,b=https://b.example,a=https://c.example', 'same name'],
  ['sandbox', 'a=https://a.example,b=https://b.example', 'for production only'],
])('in %s the sources "%s" are refused at the start', (mode, urls, why) => {
  expect(() => readConfig({ MODE: mode, RATES_URLS: urls })).toThrow(BadConfig)
  expect(() => readConfig({ MODE: mode, RATES_URLS: urls })).toThrow(why)
})
