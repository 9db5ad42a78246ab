import { CRYPTO_SLUGS, type CryptoSlug } from '@florin/contract/assets.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { compareDecimals } from '../../kit/decimal.ts'
import { Unavailable } from '../../kit/problem.ts'
import { guardPrice } from './rate-guard.ts'
import type { Rates } from './rates.ts'

/** Some sources of rates, and the hand of fate over them. At least three sources, each with every crypto asset. */
export type RatesUnderTest = {
  readonly rates: Rates
  readonly sources: readonly string[]
  /** The next answer only; null means every source. */
  silence(source: string | null): Promise<void>
  halt(source: string | null, asset: CryptoSlug): Promise<void>
  makeStale(source: string | null): Promise<void>
}

/** The port's promises (`Rates`). Simulator and adapter both keep them. */
export function ratesConformance(name: string, subject: () => RatesUnderTest): void {
  describe(`${name} keeps the promises of the port for rates`, () => {
    let under: RatesUnderTest
    beforeEach(() => {
      under = subject()
    })
    const now = new Date('2026-03-01T12:00:00.000Z')
    const sourcesOf = (prices: readonly { source: string }[]) => [...new Set(prices.map(price => price.source))].sort()

    test('every source has one sound price for every asset', async () => {
      const prices = await under.rates.latestPrices(now)
      const named = prices.map(price => `${price.source} ${price.asset}`)
      expect(new Set(named).size).toBe(named.length)
      expect(named.length).toBe(under.sources.length * CRYPTO_SLUGS.length)
      for (const { bid, ask, observedAt } of prices) {
        expect(bid.coefficient > 0n).toBe(true)
        expect(compareDecimals(bid, ask)).toBeLessThanOrEqual(0)
        expect(observedAt.getTime()).toBeLessThanOrEqual(now.getTime())
      }
    })

    test('the guard finds a price for every asset in them', async () => {
      const prices = await under.rates.latestPrices(now)
      for (const asset of CRYPTO_SLUGS) {
        const guarded = guardPrice(
          prices.filter(price => price.asset === asset),
          now,
        )
        expect(guarded, asset).toMatchObject({ ok: true, sources: [...under.sources].sort() })
      }
    })

    test('asking twice at one moment gives one answer twice', async () => {
      expect(await under.rates.latestPrices(now)).toEqual(await under.rates.latestPrices(now))
    })

    test('a source that does not answer is left out', async () => {
      const [first, ...others] = under.sources
      await under.silence(first ?? null)
      expect(sourcesOf(await under.rates.latestPrices(now))).toEqual([...others].sort())
      expect(sourcesOf(await under.rates.latestPrices(now))).toEqual([...under.sources].sort())
    })

    test('no answer of any source is Unavailable', async () => {
      await under.silence(null)
      await expect(under.rates.latestPrices(now)).rejects.toThrow(Unavailable)
      await expect(under.rates.latestPrices(now)).resolves.not.toHaveLength(0)
    })

    test('a halted market is left out, the others stay', async () => {
      await under.halt(under.sources[0] ?? null, 'btc')
      const one = await under.rates.latestPrices(now)
      expect(sourcesOf(one.filter(price => price.asset === 'btc'))).toEqual(under.sources.slice(1).sort())
      expect(sourcesOf(one.filter(price => price.asset === 'eth'))).toEqual([...under.sources].sort())
      await under.halt(null, 'btc')
      const none = await under.rates.latestPrices(now)
      expect(none.filter(price => price.asset === 'btc')).toEqual([])
      expect(none).toHaveLength(under.sources.length * (CRYPTO_SLUGS.length - 1))
    })

    test('an old price comes with the moment at which it was true', async () => {
      await under.makeStale(null)
      const prices = await under.rates.latestPrices(now)
      expect(
        guardPrice(
          prices.filter(price => price.asset === 'btc'),
          now,
        ),
      ).toEqual({ ok: false, reason: 'stale' })
    })
  })
}
