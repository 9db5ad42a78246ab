import { CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { manualClock } from '../../kit/clock/clock.ts'
import { stamp } from '../../kit/clock/store.ts'
import { decimal } from '../../kit/decimal.ts'
import { Problem, Unavailable } from '../../kit/problem.ts'
import { pairPrices } from './pair-prices.ts'
import { RateBoard } from './rate-board.ts'
import type { Rates } from './rates.ts'

let database: TestDatabase
const warnings: string[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  await stamp(database.pool, { environment: 'sandbox', mode: 'manual' })
})
beforeEach(async () => {
  warnings.length = 0
  await database.owner.query('truncate pricing.guarded_rate')
})
afterAll(() => database.drop())

const clock = () => manualClock(database.pool)
async function pass(ms: number): Promise<Date> {
  const now = await clock().now()
  return clock().advance(new Date(now.getTime() + ms))
}

/** Two sources that agree on one price of everything, and count how often they are asked. */
function market(eurPrice: string) {
  const state = { price: eurPrice, isDown: false, asked: 0, gate: Promise.resolve() }
  const rates: Rates = {
    async latestPrices(now) {
      state.asked += 1
      const price = decimal(state.price)
      await state.gate
      if (state.isDown) throw new Unavailable('nobody answers')
      return CRYPTO_SLUGS.flatMap(asset =>
        ['a', 'b'].map(source => ({ source, asset, bid: price, ask: price, observedAt: now })),
      )
    },
  }
  return { state, rates }
}

const boardOn = (rates: Rates | undefined) =>
  new RateBoard(
    {
      pool: database.pool,
      clock: clock(),
      log: {
        info: () => undefined,
        warn: (_detail, message) => void warnings.push(message),
        error: (_detail, message) => void warnings.push(message),
      },
    },
    rates,
  )

const btcAsk = async (board: RateBoard) => pairPrices(await board.fresh(), 'eur', 'btc', await clock().now()).to?.ask

test('a new installation asks at the first use, and then not before the check is half a minute old', async () => {
  const { state, rates } = market('100')
  const board = boardOn(rates)
  expect(await btcAsk(board)).toEqual(decimal('100'))
  state.price = '200'
  await pass(30_000)
  expect(await btcAsk(board)).toEqual(decimal('100'))
  await pass(1)
  expect(await btcAsk(board)).toEqual(decimal('200'))
  expect(state.asked).toBe(2)
})

test('a check of another process serves this one', async () => {
  const here = market('100')
  const there = market('300')
  await boardOn(there.rates).ask()
  expect(await btcAsk(boardOn(here.rates))).toEqual(decimal('300'))
  expect(here.state.asked).toBe(0)
})

test('however many ask at once, the sources are asked once', async () => {
  const { state, rates } = market('100')
  const board = boardOn(rates)
  const all = await Promise.all(Array.from({ length: 50 }, () => btcAsk(board)))
  expect(new Set(all.map(price => price?.coefficient))).toEqual(new Set([100n]))
  expect(state.asked).toBe(1)
})

test('who asks anew gets what is so now, also while an older question is under way', async () => {
  const { state, rates } = market('100')
  const board = boardOn(rates)
  let open = (): void => undefined
  state.gate = new Promise(resolve => (open = resolve))
  const first = board.ask()
  state.price = '500'
  const second = board.ask()
  open()
  await Promise.all([first, second])
  expect(await btcAsk(board)).toEqual(decimal('500'))
})

test('when nobody answers, what is known counts while it is fresh, then P501 says why and when to come again', async () => {
  const { state, rates } = market('100')
  const board = boardOn(rates)
  await board.ask()
  state.isDown = true
  await pass(31_000)
  expect(await btcAsk(board)).toEqual(decimal('100'))
  expect(warnings).toHaveLength(1)
  await pass(30_000)
  const refused = await btcAsk(board).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Problem)
  expect(refused).toMatchObject({
    code: 'P501',
    message: 'There is no rate for btc now: the last prices are too old. Try again in a moment.',
    retryAfterSeconds: 10,
  })
  // The second use did not wait for sources that had just failed to answer.
  expect(state.asked).toBe(2)
})

test('where the rail is off there is nothing to trade at', async () => {
  await expect(boardOn(undefined).fresh()).rejects.toMatchObject({ code: 'P501' })
  await expect(boardOn(undefined).ask()).rejects.toMatchObject({ code: 'P501' })
})
