import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { decimal } from '../../kit/decimal.ts'
import { moneyOf, zero } from '../../kit/money.ts'
import { Unavailable } from '../../kit/problem.ts'
import { DOCUMENTED_FEES, type FeeOverride, quoteFee } from './fee.ts'
import { type GuardedRate, usablePrice } from './guarded-rate.ts'
import type { SourcePrice } from './rates.ts'
import { refreshRates } from './refresh-rates.ts'
import {
  addFeeOverride,
  addFeeSchedule,
  endFeeOverride,
  loadFeeBook,
  loadGuardedRates,
  saveGuardedRates,
} from './store.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const now = new Date('2026-03-01T12:00:00.000Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const exchange = { kind: 'exchange', currency: 'eur', network: null } as const
const hundred = moneyOf('eur', '100')

describe('fees', () => {
  const override = (partnerId: string, fraction: string): FeeOverride => ({
    ...exchange,
    id: randomUUID(),
    partnerId,
    fraction: decimal(fraction),
    minimum: zero('eur'),
    fixed: zero('eur'),
    validFrom: now,
    validTo: null,
  })

  test('a new database has the documented fees as version 1', async () => {
    const { schedules, overrides } = await loadFeeBook(database.pool, randomUUID(), now)
    expect(overrides).toEqual([])
    expect(schedules).toHaveLength(1)
    const byName = (items: readonly { kind: string; currency: string; network: string | null }[]) =>
      [...items].sort((a, b) =>
        `${a.kind}${a.currency}${a.network}`.localeCompare(`${b.kind}${b.currency}${b.network}`),
      )
    expect(schedules[0]?.version).toBe(1)
    expect(byName(schedules[0]?.items ?? [])).toEqual(byName(DOCUMENTED_FEES))
  })

  test('a version applies from its moment on and leaves what was before', async () => {
    const items = DOCUMENTED_FEES.map(item =>
      item.kind === 'exchange' ? { ...item, fraction: decimal('0.02') } : item,
    )
    await addFeeSchedule(
      database.pool,
      { version: 2, validFrom: new Date('2027-01-01T00:00:00Z'), items },
      'dearer',
      now,
    )
    const feeAt = async (at: Date) =>
      quoteFee(await loadFeeBook(database.pool, randomUUID(), at), exchange, hundred, at)
    expect(await feeAt(new Date('2026-12-31T23:59:59.999Z'))).toMatchObject({
      fee: moneyOf('eur', '1.49'),
      feeScheduleVersion: 1,
    })
    expect(await feeAt(new Date('2027-01-01T00:00:00.000Z'))).toMatchObject({
      fee: moneyOf('eur', '2'),
      feeScheduleVersion: 2,
    })
    await expect(
      addFeeSchedule(database.pool, { version: 2, validFrom: now, items }, 'again', now),
    ).rejects.toMatchObject({ code: '23505' })
  })

  test('a partner has its own terms and nobody else does', async () => {
    const [partner, other] = [randomUUID(), randomUUID()]
    const first = override(partner, '0.01')
    const second = override(partner, '0.005')
    await addFeeOverride(database.pool, second, later(1))
    await addFeeOverride(database.pool, first, now)
    const feeOf = async (id: string, at: Date) =>
      quoteFee(await loadFeeBook(database.pool, id, at), exchange, hundred, at)
    expect(await feeOf(partner, later(5))).toEqual({
      fee: moneyOf('eur', '0.50'),
      feeScheduleVersion: 1,
      feeOverrideId: second.id,
    })
    expect((await feeOf(other, later(5))).feeOverrideId).toBeNull()
    expect((await feeOf(partner, later(-1))).feeOverrideId).toBeNull()
  })

  test('an override ends when told, once, and only by its own partner', async () => {
    const partner = randomUUID()
    const made = override(partner, '0.01')
    await addFeeOverride(database.pool, made, now)
    expect(await endFeeOverride(database.pool, randomUUID(), made.id, later(10))).toBe(false)
    expect(await endFeeOverride(database.pool, partner, made.id, later(10))).toBe(true)
    expect(await endFeeOverride(database.pool, partner, made.id, later(20))).toBe(false)
    expect((await loadFeeBook(database.pool, partner, later(9))).overrides).toHaveLength(1)
    expect((await loadFeeBook(database.pool, partner, later(10))).overrides).toHaveLength(0)
    const future = { ...override(partner, '0.01'), validFrom: later(1000) }
    await addFeeOverride(database.pool, future, now)
    expect(await endFeeOverride(database.pool, partner, future.id, later(10))).toBe(true)
    expect((await loadFeeBook(database.pool, partner, later(2000))).overrides).toHaveLength(0)
  })

  test('the application cannot rewrite a schedule or the terms of an override', async () => {
    for (const statement of [
      'update pricing.fee_schedule set valid_from = now()',
      'delete from pricing.fee_schedule_item',
      'update pricing.fee_schedule_item set fraction = 0',
      'update pricing.fee_override set fraction = 0',
      'delete from pricing.fee_override',
    ]) {
      await expect(database.pool.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('guarded rates', () => {
  beforeEach(() => database.owner.query('truncate pricing.guarded_rate'))

  const price = (source: string, asset: SourcePrice['asset'], eur: string, observedAt = now): SourcePrice => ({
    source,
    asset,
    bid: decimal(eur),
    ask: decimal(eur),
    observedAt,
  })
  const answering = (...prices: SourcePrice[]) => ({ latestPrices: async () => prices })

  test('every process sees the same price, exactly as it was', async () => {
    const rate: GuardedRate = {
      asset: 'doge',
      refusal: null,
      checkedAt: now,
      price: { bid: decimal('0.150000000000000001'), ask: decimal('0.20'), observedAt: later(-5), sources: ['a', 'b'] },
    }
    await saveGuardedRates(database.pool, [rate])
    expect(await loadGuardedRates(database.pool)).toEqual(new Map([['doge', rate]]))
  })

  test('a check writes a price or a refusal for every asset, and a refusal keeps the last price', async () => {
    await refreshRates(
      answering(price('a', 'btc', '100'), price('b', 'btc', '101'), price('a', 'eth', '7')),
      database.pool,
      now,
    )
    const after = await loadGuardedRates(database.pool)
    expect(after.size).toBe(7)
    expect(usablePrice(after.get('btc'), now)).toMatchObject({ ok: true, price: { bid: decimal('100.5') } })
    expect(usablePrice(after.get('eth'), now)).toEqual({ ok: false, reason: 'halted' })

    const minute = later(61_000)
    await refreshRates(
      answering(price('a', 'btc', '100', minute), price('b', 'btc', '150', minute)),
      database.pool,
      minute,
    )
    const btc = (await loadGuardedRates(database.pool)).get('btc')
    expect(usablePrice(btc, minute)).toEqual({ ok: false, reason: 'deviating' })
    expect(btc?.price?.bid).toEqual(decimal('100.5'))
  })

  test('a price that nobody refreshes grows stale', async () => {
    await refreshRates(answering(price('a', 'btc', '100'), price('b', 'btc', '100')), database.pool, now)
    const btc = (await loadGuardedRates(database.pool)).get('btc')
    expect(usablePrice(btc, later(60_000)).ok).toBe(true)
    expect(usablePrice(btc, later(60_001))).toEqual({ ok: false, reason: 'stale' })
    expect(usablePrice(undefined, now)).toEqual({ ok: false, reason: 'halted' })
  })

  test('when no source answers, what was known stays', async () => {
    await refreshRates(answering(price('a', 'btc', '100'), price('b', 'btc', '100')), database.pool, now)
    const silent = { latestPrices: async () => Promise.reject(new Unavailable('nobody answers')) }
    await expect(refreshRates(silent, database.pool, later(10))).rejects.toThrow(Unavailable)
    expect(usablePrice((await loadGuardedRates(database.pool)).get('btc'), later(10)).ok).toBe(true)
  })

  test('an earlier check that arrives late changes nothing, also among many at once', async () => {
    const check = (ms: number) =>
      refreshRates(
        answering(price('a', 'btc', `${ms + 1}`, later(ms)), price('b', 'btc', `${ms + 1}`, later(ms))),
        database.pool,
        later(ms),
      )
    await Promise.all([5, 3, 9, 1, 7, 8, 2, 6, 4].map(check))
    expect((await loadGuardedRates(database.pool)).get('btc')?.price?.bid).toEqual(decimal('10'))
  })
})
