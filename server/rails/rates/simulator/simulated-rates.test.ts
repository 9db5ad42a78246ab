import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/harness/database.ts'
import { guardPrice } from '../../../contexts/pricing/rate-guard.ts'
import { ratesConformance } from '../../../contexts/pricing/rates.conformance.ts'
import { decimal, formatDecimal, normalizeDecimal } from '../../../kit/decimal.ts'
import { simulatedRates } from './simulated-rates.ts'
import { pinPrice, planFault, unpinPrice } from './store.ts'
import { type RateFault, SIMULATED_SOURCES } from './ticker-book.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => database.owner.query('truncate sim_rates.fault, sim_rates.pinned_price'))

const now = new Date('2026-03-01T12:00:00.000Z')
const sourceOf = (name: string | null) => SIMULATED_SOURCES.find(source => source === name) ?? null
const fault = (kind: RateFault['kind'], fields: Partial<RateFault> = {}): RateFault => ({
  kind,
  source: null,
  asset: null,
  ...fields,
})

ratesConformance('the simulated market', () => ({
  rates: simulatedRates(database.pool),
  sources: SIMULATED_SOURCES,
  silence: source => planFault(database.pool, fault('unavailable', { source: sourceOf(source) }), 1),
  halt: (source, asset) => planFault(database.pool, fault('halt', { source: sourceOf(source), asset }), 1),
  makeStale: source => planFault(database.pool, fault('stale', { source: sourceOf(source) }), 1),
}))

const guarded = async (asset: 'btc' | 'eth', at = now, pool = database.pool) =>
  guardPrice(
    (await simulatedRates(pool).latestPrices(at)).filter(price => price.asset === asset),
    at,
  )

describe('the hand of fate', () => {
  test('a pinned price is exact, without a spread, for every process, until it is unpinned', async () => {
    await pinPrice(database.pool, 'btc', decimal('60000'), now)
    await pinPrice(database.pool, 'btc', decimal('57123.45'), now)
    expect(await guarded('btc', now, database.owner)).toMatchObject({
      bid: decimal('57123.45'),
      ask: decimal('57123.45'),
    })
    expect(await guarded('btc', new Date(now.getTime() + 86_400_000))).toMatchObject({ bid: decimal('57123.45') })
    expect(await guarded('eth')).not.toMatchObject({ bid: decimal('57123.45') })
    await unpinPrice(database.pool, 'btc')
    expect(await guarded('btc')).not.toMatchObject({ bid: decimal('57123.45') })
  })

  test('one source that deviates is outvoted, all that deviate give no price, pinned or not', async () => {
    await planFault(database.pool, fault('deviate', { source: 'harbour' }), 1)
    expect(await guarded('btc')).toMatchObject({ ok: true, sources: ['meridian', 'northgate'] })
    await planFault(database.pool, fault('deviate'), 1)
    expect(await guarded('btc')).toEqual({ ok: false, reason: 'deviating' })
    await pinPrice(database.pool, 'eth', decimal('3000'), now)
    await planFault(database.pool, fault('deviate', { asset: 'eth' }), 1)
    expect(await guarded('eth')).toEqual({ ok: false, reason: 'deviating' })
    expect(await guarded('eth')).toMatchObject({ ok: true })
  })

  test('a pinned price of few decimals deviates as far as any other', async () => {
    await pinPrice(database.pool, 'usdc', decimal('1'), now)
    await planFault(database.pool, fault('deviate', { asset: 'usdc' }), 1)
    const deviating = (await simulatedRates(database.pool).latestPrices(now)).filter(price => price.asset === 'usdc')
    expect(deviating.map(price => formatDecimal(normalizeDecimal(price.bid)))).toEqual(['1.25', '0.8', '1.6'])
    expect(guardPrice(deviating, now)).toEqual({ ok: false, reason: 'deviating' })
  })

  test('a fault lasts for as many answers as planned, and zero takes it back', async () => {
    await planFault(database.pool, fault('halt'), 2)
    const reasons = [await guarded('btc'), await guarded('btc'), await guarded('btc')].map(price =>
      price.ok ? 'ok' : price.reason,
    )
    expect(reasons).toEqual(['halted', 'halted', 'ok'])
    await planFault(database.pool, fault('halt'), 5)
    await planFault(database.pool, fault('halt'), 0)
    expect(await guarded('btc')).toMatchObject({ ok: true })
  })

  test('among many processes that ask at once no more answers bear a fault than planned, and none is forgotten', async () => {
    await planFault(database.pool, fault('stale'), 7)
    let bore = 0
    const ask = async () => {
      if (!(await guarded('btc')).ok) bore += 1
    }
    await Promise.all(Array.from({ length: 20 }, ask))
    expect(bore).toBeLessThanOrEqual(7)
    for (let more = 0; more < 8; more += 1) await ask()
    expect(bore).toBe(7)
  })
})
