import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { decimal } from '../../kit/decimal.ts'
import { transact } from '../../kit/kernel.ts'
import { moneyOf } from '../../kit/money.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances, houseAccount } from '../ledger/index.ts'
import { createPartner, demoPartners } from '../partners/index.ts'
import { addFeeOverride, type GuardedRates } from '../pricing/index.ts'
import { createUser, UserDirectory } from '../users/index.ts'
import { type CreateExchange, createExchange } from './create-exchange.ts'
import { type LockExchangeRate, lockExchangeRate } from './lock-exchange-rate.ts'
import { pruneLocks } from './prune-locks.ts'

const partnerId: string = demoPartners.noKyc.id
let bank: Bank
let users: UserDirectory
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
  users = new UserDirectory(bank.running.resources.reads)
  for (const externalUserId of ['ann', 'ben']) await open(externalUserId)
})
afterAll(() => bank.stop())

const work = <T>(act: (work: Work) => Promise<T>, partner: string = partnerId): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'system:test', partnerId: partner }, act)

/** A user without KYC with 1000 EUR. */
async function open(externalUserId: string): Promise<void> {
  await work(async w => {
    const user = await createUser(w, { externalUserId, model: 'no-kyc', person: {} })
    const [eur] = await findBalances(w.sql, partnerId, user.id)
    const debit = houseAccount(partnerId, 'own-funds', 'eur')
    const lines = [{ debit, credit: eur?.accountId ?? '', money: moneyOf('eur', '1000') }]
    await commitEffects(w, [{ post: [{ kind: 'test-gift', businessId: user.id, lines }] }])
  })
}

const rates = (now: Date, prices: Record<string, string>): GuardedRates =>
  new Map(
    Object.entries(prices).map(([asset, price]) => {
      const both = { bid: decimal(price), ask: decimal(price), observedAt: now, sources: ['a', 'b'] }
      return [asset as 'btc', { asset: asset as 'btc', price: both, refusal: null, checkedAt: now }]
    }),
  )

const pair = { currencyFrom: 'eur', currencyTo: 'doge' }
const lock = (asked: Partial<LockExchangeRate> = {}, partner = partnerId) =>
  work(
    w =>
      lockExchangeRate(
        w,
        { externalUserId: 'ann', ...pair, amount: '100', ...asked },
        { rates: rates(w.now, { doge: '0.16', btc: '97500', eth: '2345.67' }), lifeSeconds: 30 },
      ),
    partner,
  )
const exchange = (lockId: string, asked: Partial<CreateExchange> = {}, partner = partnerId) =>
  work(w => createExchange(w, { externalUserId: 'ann', ...pair, amount: '100', lockId, ...asked }), partner)
const stateOf = async (lockId: string) =>
  (await bank.database.owner.query<{ state: string }>('select state from exchange.lock where id = $1', [lockId]))
    .rows[0]?.state

async function unitsOf(externalUserId: string, asset: string): Promise<bigint | undefined> {
  const key = await users.find(partnerId, externalUserId)
  const balances = await work(w => findBalances(w.sql, partnerId, key?.userId ?? ''))
  return balances.find(balance => balance.asset === asset)?.posted
}

test('an exchange moves what was locked, uses the lock up and keeps the version of the fees', async () => {
  const before = [await unitsOf('ann', 'eur'), await unitsOf('ann', 'doge')]
  const { id: lockId } = await lock()
  const { id } = await exchange(lockId)
  expect(await stateOf(lockId)).toBe('USED')
  expect(await unitsOf('ann', 'eur')).toBe((before[0] ?? 0n) - 10_000n)
  expect(await unitsOf('ann', 'doge')).toBe((before[1] ?? 0n) + 61_568_750_000n)
  const { rows } = await bank.database.owner.query(
    'select status, fee_schedule_version, fee_override_id, rate::text as rate from exchange.exchange where id = $1',
    [id],
  )
  expect(rows).toEqual([{ status: 'COMPLETED', fee_schedule_version: 1, fee_override_id: null, rate: '0.16' }])
})

test('a hundred that use one lock at once make exactly one exchange', async () => {
  const before = await unitsOf('ann', 'eur')
  const { id: lockId } = await lock({ amount: '1' })
  const tries = await Promise.allSettled(Array.from({ length: 100 }, () => exchange(lockId, { amount: '1' })))
  const codes = tries.map(one => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code))
  expect(codes.filter(code => code === 'done')).toHaveLength(1)
  expect(codes.filter(code => code === 'P472')).toHaveLength(99)
  expect(await unitsOf('ann', 'eur')).toBe((before ?? 0n) - 100n)
})

test('more exchanges at once than there are connections do not wait for one another', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `crowd-${index}`)
  for (const externalUserId of names) await open(externalUserId)
  const done = await Promise.all(
    names.map(async externalUserId => {
      const asked = { externalUserId, amount: '10' }
      const { id } = await lock(asked)
      return exchange(id, asked)
    }),
  )
  expect(new Set(done.map(({ status }) => status))).toEqual(new Set(['COMPLETED']))
})

test('a smaller amount gets the locked rate and the locked terms of the fee', async () => {
  const override = {
    kind: 'exchange',
    currency: 'eur',
    network: null,
    fraction: decimal('0.5'),
    minimum: moneyOf('eur', '0'),
    fixed: moneyOf('eur', '0'),
    validTo: null,
  } as const
  const { id: lockId } = await lock()
  // Dearer from now on, but not for what was promised.
  await work(w => addFeeOverride(w.sql, { ...override, id: w.newId(), partnerId, validFrom: w.now }, w.now))
  const { quote } = await exchange(lockId, { amount: '50' })
  expect(quote).toMatchObject({ fee: moneyOf('eur', '0.75'), received: moneyOf('doge', '307.8125') })
  await bank.database.owner.query('delete from pricing.fee_override')
})

test('a refusal leaves the lock open and the books as they were', async () => {
  const { id: lockId } = await lock({ amount: '5000' })
  const before = await bank.database.owner.query('select count(*) from ledger.entry')
  for (const [asked, code] of [
    [{ amount: '5000' }, 'P433'],
    [{ amount: '5000.01' }, 'P473'],
    [{ amount: '10', currencyTo: 'ltc' }, 'P473'],
    [{ amount: '10', currencyFrom: 'usdc', currencyTo: 'doge' }, 'P473'],
    [{ amount: '10', externalUserId: 'ben' }, 'P473'],
    [{ amount: '10', externalUserId: undefined }, 'P473'],
    [{ amount: '0.99' }, 'P482'],
    [{ amount: '10.001' }, 'P403'],
    [{ amount: '10', externalUserId: 'nobody' }, 'P412'],
    [{ amount: '10', currencyTo: 'xyz' }, 'P410'],
    [{ amount: '10', currencyTo: 'eur' }, 'P403'],
  ] as const) {
    await expect(exchange(lockId, asked), code).rejects.toMatchObject({ code })
  }
  expect(await stateOf(lockId)).toBe('OPEN')
  expect(await bank.database.owner.query('select count(*) from ledger.entry')).toMatchObject({ rows: before.rows })
  expect((await exchange(lockId, { amount: '1' })).status).toBe('COMPLETED')
})

test('a lock of another partner is one that does not exist', async () => {
  const other = await work(w => createPartner(w, { name: 'other', model: 'no-kyc', settings: {} }))
  const { id: lockId } = await lock({ externalUserId: undefined })
  const asked = { externalUserId: undefined }
  await expect(exchange(lockId, asked, other.id)).rejects.toMatchObject({ code: 'P470' })
  expect((await exchange(lockId, asked)).owner).toEqual({ id: partnerId, externalUserId: null })
})

test('a user with KYC is refused at the lock: not verified, suspended, or its eur not active', async () => {
  const kyc = demoPartners.kyc.id
  const { id } = await work(w => createUser(w, { externalUserId: 'kim', model: 'kyc', person: {} }), kyc)
  const asked = { externalUserId: 'kim' }
  const set = (change: string) => bank.database.owner.query(`update users.user set ${change} where id = $1`, [id])
  await expect(lock(asked, kyc)).rejects.toMatchObject({ code: 'P459' })
  await expect(exchange(id, asked, kyc)).rejects.toMatchObject({ code: 'P459' })
  await set(`kyc_status = 'APPROVED', stage = 'PENDING'`)
  await expect(lock(asked, kyc)).rejects.toMatchObject({ code: 'P487' })
  const crypto = { ...asked, currencyFrom: 'btc', currencyTo: 'eth', amount: '0.01' }
  expect((await lock(crypto, kyc)).ownerId).toBe(id)
  await set(`suspended_at = clock.now(), suspended_by = 'partner'`)
  await expect(lock(crypto, kyc)).rejects.toMatchObject({ code: 'P455' })
})

test('what is worth less than 1 EUR is refused at the lock, and so is more than the books can hold', async () => {
  await expect(lock({ amount: '0.99' })).rejects.toMatchObject({ code: 'P482' })
  await expect(lock({ currencyFrom: 'doge', currencyTo: 'eur', amount: '6.24' })).rejects.toMatchObject({
    code: 'P482',
  })
  await expect(lock({ amount: '999999999999' })).rejects.toMatchObject({ code: 'P403' })
  expect((await lock({ currencyFrom: 'doge', currencyTo: 'eur', amount: '6.25' })).received).toEqual(
    moneyOf('eur', '0.99'),
  )
})

test('an asset without a price is P501 with a moment to come again', async () => {
  await expect(lock({ currencyTo: 'ltc' })).rejects.toMatchObject({ code: 'P501', retryAfterSeconds: 10 })
})

/** Without a worker nothing that falls due is done, so the clock is moved alone. */
async function move(ms: number): Promise<void> {
  const { clock } = bank.running.resources.kernel
  await clock.advance(new Date((await clock.now()).getTime() + ms))
}

test('locks are forgotten a day after their expiry, what was exchanged is not', async () => {
  const { id: lockId } = await lock({ amount: '1' })
  const { id } = await exchange(lockId, { amount: '1' })
  const prune = () => pruneLocks(bank.running.resources.kernel).run({} as never)
  const count = async () =>
    Number((await bank.database.owner.query<{ n: bigint }>('select count(*) as n from exchange.lock')).rows[0]?.n)
  await move(86_400_000)
  await prune()
  expect(await stateOf(lockId)).toBe('USED')
  await move(30_001)
  await prune()
  expect(await count()).toBe(0)
  await expect(exchange(lockId, { amount: '1' })).rejects.toMatchObject({ code: 'P470' })
  const { rowCount } = await bank.database.owner.query('select 1 from exchange.exchange where id = $1', [id])
  expect(rowCount).toBe(1)
})

test('the application cannot rewrite an exchange, nor what a lock promised', async () => {
  for (const statement of [
    'update exchange.exchange set received_units = received_units + 1',
    'delete from exchange.exchange',
    'update exchange.lock set rate = rate * 2',
    `update exchange.lock set expires_at = 'infinity'`,
  ]) {
    await expect(bank.database.pool.query(statement), statement).rejects.toMatchObject({ code: '42501' })
  }
})
