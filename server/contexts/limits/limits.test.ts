import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { NIL_ID, uuidv7 } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import { formatAmount, moneyOf } from '../../kit/money.ts'
import { createOperator, makeToken } from '../operator/index.ts'
import { demoPartners } from '../partners/index.ts'
import { type Cap, documentedCaps, type LimitOperation, type LimitPeriod, type Tier } from './cap.ts'
import { addCapOverride, endCapOverride, findStandings, listCapOverrides } from './index.ts'

const partnerId = demoPartners.kyc.id
const day = 86_400_000
let bank: Bank
const sql = () => bank.running.resources.kernel.pool
const now = () => bank.running.resources.kernel.clock.now()

async function agree(tier: Tier, operation: LimitOperation, caps: Partial<Record<LimitPeriod, string>>): Promise<void> {
  const at = await now()
  for (const [period, cap] of Object.entries(caps) as [LimitPeriod, string][]) {
    const rule = { partnerId, id: uuidv7(at), tier, operation, period, cap: moneyOf('eur', cap) }
    await addCapOverride(sql(), { ...rule, validFrom: at, validTo: null }, at)
  }
}

beforeAll(async () => {
  bank = await startBank()
  // A Tuesday noon in Warsaw, in the middle of a month.
  await bank.call('POST', '/v1/simulate/clock', { to: '2027-03-16T11:00:00Z' })
  await agree('STANDARD', 'TRANSFER', { TRANSACTION: '20', DAY: '50', MONTH: '80' })
  await agree('STANDARD', 'EXCHANGE', { DAY: '10' })
  await agree('STANDARD', 'DEPOSIT', { TRANSACTION: '100', DAY: '150' })
  await agree('STANDARD', 'WITHDRAWAL', { DAY: '60' })
})
afterAll(() => bank.stop())

const ownIban = 'PL61109010140000071219812874'

const create = (externalUserId: string, change: object = {}) =>
  bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person, ...change })

async function approved(externalUserId: string, change: object = {}): Promise<string> {
  const { body } = await create(externalUserId, change)
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  return body.userId
}

const transfer = (body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  bank.call('POST', '/v1/transfer', { currency: 'eur', ...body }, { headers })

/** From the partner, which bears no limits. */
async function funded(externalUserId: string, amount = '500.00'): Promise<string> {
  const userId = await approved(externalUserId)
  expect((await transfer({ destinationExternalUserId: externalUserId, amount })).status).toBe(201)
  return userId
}

const send = (sourceExternalUserId: string, amount: string, headers?: Record<string, string>): Promise<Answer> =>
  transfer({ sourceExternalUserId, amount }, headers)

const extend = (externalUserId: string) => bank.call('POST', `/v1/user/extend/${externalUserId}`)

async function limitsOf(externalUserId: string): Promise<Record<string, Record<string, unknown>>> {
  const { body } = await bank.call('GET', `/v1/user/limits/${externalUserId}`)
  const limits = body.limits as { operation: string; period: string }[]
  return Object.fromEntries(limits.map(({ operation, period, ...rest }) => [`${operation} ${period}`, rest]))
}

const usedOf = async (externalUserId: string, limit: string) => (await limitsOf(externalUserId))[limit]?.['used']

const payIn = async (externalUserId: string, amount: string): Promise<void> => {
  const body = { externalUserId, amount, senderName: 'Anna Nowak', senderIban: ownIban }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', body)).text).toContain('messageId')
  await bank.advance(2_000)
}

const depositsOf = async (externalUserId: string) => {
  const { rows } = await bank.database.owner.query<{ state: string; suspense_reason: string | null; units: bigint }>(
    'select state, suspense_reason, units from sepa.deposit where external_user_id = $1 order by id',
    [externalUserId],
  )
  return rows.map(row => `${row.units} ${row.suspense_reason ?? row.state}`)
}

test('the documented limits are those that the database starts with', async () => {
  const words = ({ tier, operation, period, cap }: Cap) => `${tier} ${operation} ${period} ${formatAmount(cap)}`
  const seeded = await listCapOverrides(sql(), NIL_ID, { limit: 100 })
  expect(seeded.map(words).sort()).toEqual(documentedCaps.map(words).sort())
  const page = readFileSync('docs/limits.md', 'utf8')
  for (const { tier, operation } of documentedCaps) {
    const row = documentedCaps.filter(cap => cap.tier === tier && cap.operation === operation)
    expect(page).toContain(`| ${tier} | ${operation} | ${row.map(({ cap }) => formatAmount(cap)).join(' | ')} |`)
  }
})

test('a transfer above a limit is refused with the limit, what is used and what is left, and uses nothing', async () => {
  await funded('refused')
  const { status, body } = await send('refused', '20.01')
  expect([status, body]).toEqual([
    400,
    {
      errorCode: 'P483',
      errorName: 'limit-exceeded',
      errorMessage: 'The limit TRANSFER a TRANSACTION is exceeded: of 20.00 EUR 0.00 are used, 20.00 remain.',
      limit: {
        operation: 'TRANSFER',
        period: 'TRANSACTION',
        cap: '20.00',
        used: '0.00',
        remaining: '20.00',
        resetsAt: null,
      },
    },
  ])
  for (const amount of ['20.00', '20.00']) expect((await send('refused', amount)).status).toBe(201)
  expect((await send('refused', '10.01')).body.limit).toEqual({
    operation: 'TRANSFER',
    period: 'DAY',
    cap: '50.00',
    used: '40.00',
    remaining: '10.00',
    resetsAt: '2027-03-16T23:00:00.000Z',
  })
  expect(await usedOf('refused', 'TRANSFER DAY')).toBe('40.00')
  // Too little money: refused for that, and nothing is used either.
  await approved('poor')
  expect((await send('poor', '1.00')).body.errorCode).toBe('P433')
  expect(await usedOf('poor', 'TRANSFER DAY')).toBe('0.00')
})

test('a day ends at midnight of the partner’s time zone, a month at its last', async () => {
  await funded('days')
  for (const amount of ['20.00', '20.00', '10.00']) expect((await send('days', amount)).status).toBe(201)
  expect((await send('days', '0.01')).body.limit.period).toBe('DAY')
  // 22:59:59 UTC is a second before midnight in Warsaw.
  await bank.call('POST', '/v1/simulate/clock', { to: '2027-03-16T22:59:59Z' })
  expect((await send('days', '0.01')).body.limit.period).toBe('DAY')
  await bank.call('POST', '/v1/simulate/clock', { to: '2027-03-16T23:00:00Z' })
  expect((await send('days', '20.00')).status).toBe(201)
  expect((await send('days', '10.01')).body.limit).toMatchObject({ period: 'MONTH', cap: '80.00', used: '70.00' })
  expect(await limitsOf('days')).toMatchObject({
    'TRANSFER TRANSACTION': { cap: '20.00', used: '0.00', remaining: '20.00', resetsAt: null },
    'TRANSFER DAY': { cap: '50.00', used: '20.00', remaining: '30.00', resetsAt: '2027-03-17T23:00:00.000Z' },
    // By then it is summer.
    'TRANSFER MONTH': { cap: '80.00', used: '70.00', remaining: '10.00', resetsAt: '2027-03-31T22:00:00.000Z' },
  })
})

test('the day on which the clocks change has 23 hours, or 25', async () => {
  const ownerId = await approved('summer')
  const endOf = async (at: string) =>
    (await findStandings(sql(), { partnerId, ownerId, at: new Date(at) })).find(({ period }) => period === 'DAY')
      ?.resetsAt
  expect(await endOf('2027-03-27T23:00:00Z')).toEqual(new Date('2027-03-28T22:00:00Z'))
  expect(await endOf('2027-10-30T22:00:00Z')).toEqual(new Date('2027-10-31T23:00:00Z'))
})

test('of a hundred transfers at once exactly as many are made as the limit allows, and under one key one', async () => {
  await funded('racer')
  expect((await send('racer', '20.00')).status).toBe(201)
  expect((await send('racer', '20.00')).status).toBe(201)
  const all = await Promise.all(Array.from({ length: 100 }, () => send('racer', '1.00')))
  expect(all.filter(({ status }) => status === 201)).toHaveLength(10)
  expect(all.filter(({ body }) => body.errorCode === 'P483')).toHaveLength(90)
  expect(await usedOf('racer', 'TRANSFER DAY')).toBe('50.00')

  await funded('keyed')
  const keyed = await Promise.all(Array.from({ length: 20 }, () => send('keyed', '5.00', { 'idempotency-key': 'one' })))
  expect(new Set(keyed.map(({ text }) => text)).size).toBe(1)
  expect(await usedOf('keyed', 'TRANSFER DAY')).toBe('5.00')
  const refused = () => send('keyed', '20.01', { 'idempotency-key': 'too-much' })
  const [first, again] = [await refused(), await refused()]
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body).toEqual(first.body)
  expect(first.body.limit.period).toBe('TRANSACTION')
})

test('of a hundred exchanges at once exactly as many are made as the limit allows, each counted by its value in EUR', async () => {
  await funded('trader')
  const pair = { externalUserId: 'trader', currencyFrom: 'eur', currencyTo: 'btc', amount: '1.50' }
  const query = new URLSearchParams(pair).toString()
  const locks = await Promise.all(
    Array.from({ length: 100 }, async () => (await bank.call('GET', `/v1/exchange/get-lock?${query}`)).body.lockId),
  )
  const all = await Promise.all(locks.map(lockId => bank.call('POST', '/v1/exchange', { ...pair, lockId })))
  expect(all.filter(({ status }) => status === 200)).toHaveLength(6)
  expect(all.filter(({ body }) => body.errorCode === 'P483')).toHaveLength(94)
  expect(await usedOf('trader', 'EXCHANGE DAY')).toBe('9.00')
})

test('crypto counts by what it is worth, halfway between bid and ask', async () => {
  await approved('coins')
  await transfer({ destinationExternalUserId: 'coins', amount: '0.01', currency: 'btc' })
  const { body } = await bank.call('GET', '/v1/user/balances/coins')
  const rate = body.cryptoBalances.find(({ name }: { name: string }) => name === 'btc').rate as number
  expect((await transfer({ sourceExternalUserId: 'coins', amount: '0.0001', currency: 'btc' })).status).toBe(201)
  expect(Number(await usedOf('coins', 'TRANSFER DAY'))).toBeCloseTo(rate * 0.0001, 1)
  expect((await transfer({ sourceExternalUserId: 'coins', amount: '0.009', currency: 'btc' })).body.errorCode).toBe(
    'P483',
  )
})

test('the least amount of crypto counts a cent, and a limit of 0 forbids that too', async () => {
  await approved('dust')
  const grain = { amount: '0.00000001', currency: 'doge' }
  await transfer({ destinationExternalUserId: 'dust', amount: '1', currency: 'doge' })
  expect((await transfer({ sourceExternalUserId: 'dust', ...grain })).status).toBe(201)
  expect(await usedOf('dust', 'TRANSFER DAY')).toBe('0.01')
  const at = await now()
  const none = { partnerId, id: uuidv7(at), tier: 'STANDARD', operation: 'TRANSFER', period: 'TRANSACTION' } as const
  await addCapOverride(sql(), { ...none, cap: moneyOf('eur', '0'), validFrom: at, validTo: null }, at)
  expect((await transfer({ sourceExternalUserId: 'dust', ...grain })).body.errorCode).toBe('P483')
  await endCapOverride(sql(), partnerId, none.id, at)
  expect((await transfer({ sourceExternalUserId: 'dust', ...grain })).status).toBe(201)
})

test('what did not happen, or came back, may be used again', async () => {
  await approved('payer')
  await payIn('payer', '100.00')
  expect(await usedOf('payer', 'DEPOSIT DAY')).toBe('100.00')
  const pay = (amount: string) =>
    bank.call('POST', '/v1/sepa-transfer', {
      sourceExternalUserId: 'payer',
      currency: 'eur',
      amount,
      destinationIban: ownIban,
      transferTitle: 'Out',
    })
  const { transferId } = (await pay('40.00')).body
  expect((await pay('20.01')).body.limit).toMatchObject({ operation: 'WITHDRAWAL', period: 'DAY', used: '40.00' })
  expect(await usedOf('payer', 'WITHDRAWAL DAY')).toBe('40.00')
  expect(await usedOf('payer', 'WITHDRAWAL MONTH')).toBe('40.00')
  // It settles and comes back on another day: the month's is free again, that day's was over anyway.
  await bank.advance(day)
  expect((await pay('20.00')).status).toBe(200)
  await bank.call('POST', '/v1/simulate/sepa-return', { transferId, reason: 'AC04' })
  await bank.advance(10_000)
  const { body } = await bank.call('GET', `/v1/sepa-transfer/details/${transferId}`)
  expect(body.status).toBe('RETURNED')
  expect(await usedOf('payer', 'WITHDRAWAL DAY')).toBe('20.00')
  expect(await usedOf('payer', 'WITHDRAWAL MONTH')).toBe('20.00')
})

test('a deposit above a limit rests in suspense until the limit is free again, or the user is extended', async () => {
  await approved('saver')
  await payIn('saver', '90.00')
  await payIn('saver', '70.00')
  await payIn('saver', '50.00')
  await payIn('saver', '120.00')
  expect(await depositsOf('saver')).toEqual([
    '9000 CREDITED',
    '7000 limit-exceeded',
    '5000 CREDITED',
    '12000 limit-exceeded',
  ])
  await bank.advance(day)
  expect((await depositsOf('saver')).slice(1)).toEqual(['7000 CREDITED', '5000 CREDITED', '12000 limit-exceeded'])
  expect((await extend('saver')).body).toMatchObject({ tier: 'EXTENDED', status: 'ACTIVE' })
  await bank.settle()
  expect((await depositsOf('saver')).at(-1)).toBe('12000 CREDITED')
  expect(await usedOf('saver', 'DEPOSIT DAY')).toBe('190.00')
  expect((await limitsOf('saver'))['DEPOSIT DAY']?.['cap']).toBe('200000.00')
})

test('what is used is counted by the posting function alone: the application’s role may not write it', async () => {
  for (const text of [
    'update limits.counter set day_cents = 0',
    'delete from limits.counter',
    'update limits.cap set cents = 1',
  ]) {
    await expect(bank.database.pool.query(text)).rejects.toThrow('permission denied')
  }
})

test('a limit agreed by an operator holds at once, also for what waits, and ends again', async () => {
  const token = makeToken()
  await transact(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    createOperator(work, { name: 'Ada', roles: ['compliance'], token }),
  )
  const path = `${bank.operatorUrl}/operator/v1/partners/${partnerId}/limit-overrides`
  const order = async (body: object, at = path) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(at, { method: 'POST', headers, body: JSON.stringify({ ...body, reason: 'as agreed' }) })
    await bank.settle()
    return (await answer.json()) as Record<string, string>
  }
  await approved('patient')
  await payIn('patient', '110.00')
  expect(await depositsOf('patient')).toEqual(['11000 limit-exceeded'])
  const rule = { tier: 'STANDARD', operation: 'DEPOSIT', period: 'TRANSACTION' }
  expect((await order({ ...rule, cap: '120.001' }))['errorCode']).toBe('P403')
  const { overrideId } = await order({ ...rule, cap: '120' })
  expect(await depositsOf('patient')).toEqual(['11000 CREDITED'])
  expect((await limitsOf('patient'))['DEPOSIT TRANSACTION']?.['cap']).toBe('120.00')
  await order({}, `${path}/${overrideId}/end`)
  expect((await limitsOf('patient'))['DEPOSIT TRANSACTION']?.['cap']).toBe('100.00')
  expect((await order({}, `${path}/${overrideId}/end`))['errorCode']).toBe('P404')
})

test('a deposit that is too large for good goes back in the end', async () => {
  await approved('giant')
  await payIn('giant', '100.01')
  expect(await depositsOf('giant')).toEqual(['10001 limit-exceeded'])
  await bank.advance(31 * day)
  expect(await depositsOf('giant')).toEqual(['10001 limit-exceeded'])
  const { rows } = await bank.database.owner.query(`select state from sepa.deposit where external_user_id = 'giant'`)
  expect(rows).toEqual([{ state: 'RETURNED' }])
})

test('who is verified is extended, once and for all; others are told what is missing', async () => {
  await create('early')
  expect((await extend('early')).body.errorCode).toBe('P459')
  expect((await extend('nobody')).body.errorCode).toBe('P412')
  const foreign = await bank.call('POST', '/v1/user/extend/x', undefined, { key: bank.keys.noKyc })
  expect(foreign.body.errorCode).toBe('P491')

  await approved('armen', { country: 'AM' })
  expect((await extend('armen')).body.errorCode).toBe('P460')
  await bank.database.owner.query(`update users.user set poa_status = 'WAITING' where external_user_id = 'armen'`)
  const pending = await extend('armen')
  expect([pending.status, pending.body.errorCode]).toEqual([202, 'P211'])
  await bank.database.owner.query(`update users.user set poa_status = 'APPROVED' where external_user_id = 'armen'`)
  expect((await extend('armen')).body).toMatchObject({ tier: 'EXTENDED' })

  await funded('grown')
  await bank.call('PATCH', '/v1/user/suspend/grown')
  expect((await extend('grown')).body.errorCode).toBe('P455')
  await bank.call('PATCH', '/v1/user/unsuspend/grown')
  expect((await send('grown', '20.01')).body.errorCode).toBe('P483')
  expect((await extend('grown')).body).toMatchObject({ externalUserId: 'grown', tier: 'EXTENDED' })
  const twice = await extend('grown')
  expect([twice.status, twice.body.tier]).toEqual([200, 'EXTENDED'])
  expect((await send('grown', '20.01')).status).toBe(201)
})

test('users of a partner without KYC, and partners themselves, have no limits', async () => {
  const key = bank.keys.noKyc
  const given = { externalUserId: 'free', email: 'f@example.com', firstName: 'F', lastName: 'R' }
  await bank.call('POST', '/v1/user/balances/crypto', given, { key })
  const move = (body: object) => bank.call('POST', '/v1/transfer', { currency: 'eur', ...body }, { key })
  expect((await move({ destinationExternalUserId: 'free', amount: '60000.00' })).status).toBe(201)
  expect((await move({ sourceExternalUserId: 'free', amount: '60000.00' })).status).toBe(201)
  expect((await bank.call('GET', '/v1/user/limits/free', undefined, { key })).body).toEqual({
    tier: 'STANDARD',
    limits: [],
  })
  const { rows } = await bank.database.owner.query('select 1 from limits.counter where partner_id <> $1', [partnerId])
  expect(rows).toEqual([])
})

/** Of the month: what the history says that users moved, by operation, and what was counted. Crypto transfers are left out. */
const monthOfHistory = `
  select c.operation, c.month_cents as counted, coalesce(sum(case when l.direction = 'OUT' or c.operation = 'DEPOSIT' then l.units
           else -l.units end) filter (where l.status <> 'FAILED'), 0) as moved
  from limits.counter c
  join users.user u on u.id = c.owner_id
  left join statement.line l on l.partner_id = c.partner_id and l.owner_id = c.owner_id and l.asset = 'eur'
    and date_trunc('month', l.created_at at time zone 'Europe/Warsaw') = c.month
    and (c.operation, l.type) in (('DEPOSIT', 'SEPA_DEPOSIT'), ('WITHDRAWAL', 'SEPA_TRANSFER'), ('TRANSFER', 'P2P_TRANSFER'), ('EXCHANGE', 'EXCHANGE'))
    and not (c.operation = 'TRANSFER' and l.direction = 'IN')
  where u.external_user_id like $1 and u.external_user_id not in ('coins', 'dust')
  group by c.partner_id, c.owner_id, c.operation, c.month_cents order by 1, 2`

test('whatever is done at once, on which day: what is used is what was booked, and never more than the cap', async () => {
  const names = ['walk-1', 'walk-2', 'walk-3']
  for (const name of names) await funded(name, '300.00')
  const random =
    fc.sample(fc.array(fc.nat(3_000), { minLength: 150, maxLength: 150 }), { numRuns: 1, seed: 7 })[0] ?? []
  const act = async (number: number): Promise<number> => {
    const [from = '', to = ''] = [names[number % 3], names[(number + 1) % 3]]
    const amount = ((number + 1) / 100).toFixed(2)
    const destination = number % 2 === 0 ? { destinationExternalUserId: to } : {}
    const keyed: Record<string, string> = number % 5 === 0 ? { 'idempotency-key': `walk-${number}` } : {}
    return (await transfer({ sourceExternalUserId: from, ...destination, amount }, keyed)).status
  }
  const statuses: number[] = []
  for (const [from, to] of [
    [0, 50],
    [50, 100],
    [100, 150],
  ]) {
    // One call in three is made twice at once; under a key that is one.
    const calls = random.slice(from, to).flatMap((number, index) => (index % 3 === 0 ? [number, number] : [number]))
    statuses.push(...(await Promise.all(calls.map(act))))
    await bank.advance(day)
  }
  expect(new Set(statuses)).toEqual(new Set([201, 400]))
  const { rows } = await bank.database.owner.query<{ counted: bigint; moved: bigint }>(monthOfHistory, ['walk-%'])
  expect(rows).toHaveLength(3)
  for (const { counted, moved } of rows) {
    expect(counted).toBe(moved)
    expect(counted).toBeLessThanOrEqual(8_000n)
  }
})

test('of every user of this bank, what is used of the month is what its history says', async () => {
  const { rows } = await bank.database.owner.query<{ operation: string; counted: bigint; moved: bigint }>(
    monthOfHistory,
    ['%'],
  )
  expect(new Set(rows.map(({ operation }) => operation))).toEqual(
    new Set(['DEPOSIT', 'EXCHANGE', 'TRANSFER', 'WITHDRAWAL']),
  )
  for (const { counted, moved, operation } of rows) expect([operation, counted]).toEqual([operation, moved])
})
