import { ASSET_SLUGS, type AssetSlug, CRYPTO_SLUGS } from '@florin/contract/assets.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExchange, lockExchangeRate } from '../../server/contexts/exchange/index.ts'
import { findBreaches } from '../../server/contexts/ledger/breach-store.ts'
import { findBalances, trialBalance } from '../../server/contexts/ledger/index.ts'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { type GuardedRates, mid } from '../../server/contexts/pricing/index.ts'
import { compareDecimals, type Decimal, decimal, multiplyDecimals, subtractDecimals } from '../../server/kit/decimal.ts'
import { transact } from '../../server/kit/kernel.ts'
import { formatAmount, toDecimal, wireUnit } from '../../server/kit/money.ts'
import type { Work } from '../../server/kit/work/work.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

const partnerId = demoPartners.noKyc.id
let bank: Bank
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
})
afterAll(() => bank.stop())

const work = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'system:test', partnerId }, act)

/** Awkward prices, so that hardly anything divides. Bid and ask differ by a thousandth. */
const prices: Readonly<Record<string, string>> = {
  btc: '97538.93',
  eth: '2345.67',
  ltc: '95.123',
  doge: '0.150007',
  pol: '0.219997',
  usdc: '0.920011',
  usdt: '0.919499',
}

const rates = (now: Date): GuardedRates =>
  new Map(
    CRYPTO_SLUGS.map(asset => {
      const bid = decimal(prices[asset] ?? '1')
      const ask = multiplyDecimals(bid, decimal('1.001'))
      const price = { bid, ask, observedAt: now, sources: ['a', 'b'] }
      return [asset, { asset, price, refusal: null, checkedAt: now }]
    }),
  )

const worthOf = (asset: string): Decimal => {
  const price = rates(new Date(0)).get(asset as 'btc')?.price
  return price ? mid(price) : decimal('1')
}

/** What the partner's own money is worth in EUR, halfway between bid and ask. */
async function wealth(): Promise<Decimal> {
  const balances = await work(w => findBalances(w.sql, partnerId, partnerId))
  return balances.reduce((sum, { asset, posted }) => {
    const value = multiplyDecimals(toDecimal({ asset, units: posted }), worthOf(asset))
    return subtractDecimals(sum, { coefficient: -value.coefficient, scale: value.scale })
  }, decimal('0'))
}

async function exchange(from: AssetSlug, to: AssetSlug, wireUnits: bigint): Promise<boolean> {
  const asked = {
    currencyFrom: from,
    currencyTo: to,
    amount: formatAmount({ asset: from, units: wireUnits * wireUnit(from) }),
  }
  try {
    const { id: lockId } = await work(w => lockExchangeRate(w, asked, { rates: rates(w.now), lifeSeconds: 30 }))
    await work(w => createExchange(w, { ...asked, lockId }))
    return true
  } catch (error) {
    // Too little, or more than there is: refused as a whole.
    expect(['P482', 'P433']).toContain((error as { code?: unknown }).code)
    return false
  }
}

test('whatever is exchanged, per asset nothing is invented or lost, the position is on the books, and nobody gains by it', async () => {
  const pairs = fc
    .tuple(fc.constantFrom(...ASSET_SLUGS), fc.constantFrom(...ASSET_SLUGS))
    .filter(([from, to]) => from !== to)
  // Both tiny amounts and such that move the balances, in wire units of very different worth.
  const amounts = fc
    .tuple(fc.bigInt(1n, 9_999n), fc.integer({ min: 0, max: 9 }))
    .map(([n, zeros]) => n * 10n ** BigInt(zeros))
  const before = await trialBalance(bank.database.pool, partnerId)
  let booked = 0
  await fc.assert(
    fc.asyncProperty(pairs, amounts, async ([from, to], units) => {
      const was = await wealth()
      if (await exchange(from, to, units)) booked += 1
      expect(compareDecimals(await wealth(), was)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 300 },
  )
  expect(booked).toBeGreaterThan(50)
  expect(await findBreaches(bank.database.pool)).toEqual([])

  const after = await trialBalance(bank.database.pool, partnerId)
  const changeOf = (code: string, asset: string): bigint => {
    const unitsIn = (lines: typeof after) => lines.find(line => line.code === code && line.asset === asset)?.units ?? 0n
    return unitsIn(after) - unitsIn(before)
  }
  for (const asset of ASSET_SLUGS) {
    const moved = ['partner', 'fx-position', 'fee-exchange', 'rounding'].map(code => changeOf(code, asset))
    expect(moved.reduce((sum, units) => sum + units, 0n)).toBe(0n)
  }
  // Nothing else was touched, and what came in from the customer is where a reader looks for it.
  const codes = new Set(after.filter(({ code, asset }) => changeOf(code, asset) !== 0n).map(({ code }) => code))
  expect([...codes].sort()).toEqual(['fee-exchange', 'fx-position', 'partner', 'rounding'])
  const { rows } = await bank.database.owner.query<{ asset: string; units: bigint }>(
    `select asset, sum(units) as units from (
       select asset_from as asset, amount_units - case asset_from when 'eur' then fee_units else 0 end as units from exchange.exchange
       union all select asset_to, -(received_units + remainder_units) from exchange.exchange
       union all select 'eur', -fee_units from exchange.exchange where asset_from <> 'eur') x group by asset`,
  )
  for (const { asset, units } of rows) expect(changeOf('fx-position', asset)).toBe(units)
})
