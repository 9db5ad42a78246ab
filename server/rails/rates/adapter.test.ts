import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CryptoSlug } from '@florin/contract/assets.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ratesConformance } from '../../contexts/pricing/rates.conformance.ts'
import { Unavailable } from '../../kit/problem.ts'
import { httpRates } from './adapter.ts'
import { type RateFault, SIMULATED_SOURCES, type SimulatedSource, tickerBook } from './simulator/ticker-book.ts'

/*
 * Real HTTP servers that publish the simulator's ticker books. A fault lasts until each source that bears it was
 * asked once, which is one answer of the adapter.
 */
const now = new Date('2026-03-01T12:00:00.000Z')
const faults = new Map<SimulatedSource, RateFault[]>()
type Behaviour = (response: ServerResponse) => void
const behaviours = new Map<string, Behaviour>()
let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    const behaviour = behaviours.get(name)
    if (behaviour !== undefined) return behaviour(response)
    const source = SIMULATED_SOURCES.find(known => known === name)
    if (source === undefined) return void response.writeHead(404).end()
    const book = tickerBook('florin', source, { pinned: new Map(), faults: faults.get(source) ?? [] }, now)
    faults.delete(source)
    if (book === undefined) return void response.writeHead(503).end('try later')
    response.writeHead(200, { 'content-type': 'application/json' }).end(book)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(closed => server.close(closed))
})

let missing: string[] = []
beforeEach(() => {
  missing = []
  faults.clear()
  behaviours.clear()
})

const adapter = (names: readonly string[] = SIMULATED_SOURCES, timeoutMs = 2_000) =>
  httpRates({
    sources: names.map(name => ({ name, url: `${origin}/${name}` })),
    onMissing: (source, error) => missing.push(`${source}: ${error.name}: ${error.message}`),
    timeoutMs,
  })

async function plan(kind: RateFault['kind'], source: string | null, asset: CryptoSlug | null): Promise<void> {
  for (const name of SIMULATED_SOURCES) {
    if (source === null || source === name) faults.set(name, [{ kind, source: null, asset }])
  }
}

ratesConformance('the HTTP adapter', () => ({
  rates: adapter(),
  sources: SIMULATED_SOURCES,
  silence: source => plan('unavailable', source, null),
  halt: (source, asset) => plan('halt', source, asset),
  makeStale: source => plan('stale', source, null),
}))

test('a source that hangs, breaks off, redirects, floods or talks nonsense is left out, named, and holds nobody up', async () => {
  const huge = Buffer.alloc(64_000, 0x20)
  behaviours.set('hangs', response => void response.writeHead(200).write('{"tickers":['))
  behaviours.set('breaks', response => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"tickers":[')
    response.destroy()
  })
  behaviours.set('redirects', response => void response.writeHead(302, { location: `${origin}/harbour` }).end())
  behaviours.set('floods', response => {
    response.writeHead(200)
    const pour = () => {
      while (!response.destroyed && response.write(huge));
      if (!response.destroyed) response.once('drain', pour)
    }
    pour()
  })
  behaviours.set('talks', response => void response.writeHead(200).end('<html>maintenance</html>'))
  const started = performance.now()
  const prices = await adapter(['harbour', 'hangs', 'breaks', 'redirects', 'floods', 'talks'], 500).latestPrices(now)
  expect(performance.now() - started).toBeLessThan(4_000)
  expect(new Set(prices.map(price => price.source))).toEqual(new Set(['harbour']))
  expect(missing.sort()).toEqual([
    'breaks: Unavailable: it did not answer',
    'floods: Unavailable: it answered more than 2000000 bytes',
    'hangs: Unavailable: it did not answer',
    'redirects: Unavailable: it answered 302',
    'talks: MalformedTicker: the document must be valid JSON',
  ])
})

test('nobody listening is Unavailable', async () => {
  const rates = httpRates({ sources: [{ name: 'gone', url: 'http://127.0.0.1:1/' }], onMissing: () => undefined })
  await expect(rates.latestPrices(now)).rejects.toThrow(Unavailable)
})

test('two sources of one name are refused, because the guard would count them as one', () => {
  expect(() => adapter(['harbour', 'harbour'])).toThrow(RangeError)
})
