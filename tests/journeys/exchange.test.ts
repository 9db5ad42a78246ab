import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBreaches } from '../../server/contexts/ledger/breach-store.ts'
import { type Answer, type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

type Model = 'kyc' | 'noKyc'
type Query = Readonly<Record<string, string>>

const get = (path: string, query: Query = {}, model: Model = 'kyc'): Promise<Answer> =>
  bank.call('GET', `${path}?${new URLSearchParams(query).toString()}`, undefined, { key: bank.keys[model] })
const post = (path: string, body: unknown, model: Model = 'kyc'): Promise<Answer> =>
  bank.call('POST', path, body, { key: bank.keys[model] })

async function done(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body, text } = await answer
  if (status >= 300) throw new Error(text)
  return body
}

const setRate = (currency: string, eurPrice: string) => done(post('/v1/simulate/rate', { currency, eurPrice }))

const kycPerson = {
  email: 'anna@example.com',
  phone: '+48123456789',
  firstName: 'Anna',
  lastName: 'Nowak',
  birthDate: '1990-04-12',
  birthCountry: 'PL',
  address: 'Prosta 1',
  city: 'Warszawa',
  postCode: '00-001',
  country: 'PL',
  citizenship: 'PL',
  hasAcceptedP100Tc: true,
}

async function newUser(model: Model, externalUserId: string): Promise<void> {
  if (model === 'noKyc') {
    const person = { externalUserId, email: 'jan@example.com', firstName: 'Jan', lastName: 'Kowalski' }
    await done(post('/v1/user/balances/crypto', person, model))
    return
  }
  await done(post('/v1/user/balances/crypto-and-fiat', { externalUserId, ...kycPerson }))
}

async function verify(externalUserId: string): Promise<void> {
  await done(post('/v1/user/verification', { externalUserId, documentType: 'PASSPORT', documentNumber: 'ZS0000177' }))
  await done(post('/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' }))
  await bank.settle()
}

const fund = (externalUserId: string, amount: string, currency: string, model: Model) =>
  done(post('/v1/transfer', { destinationExternalUserId: externalUserId, amount, currency }, model))

async function amountOf(path: string, currency: string, model: Model): Promise<string> {
  const { balances, fiatBalances = [], cryptoBalances = [] } = await done(get(path, {}, model))
  const all: { name: string; amount: string }[] = balances ?? [...fiatBalances, ...cryptoBalances]
  return all.find(({ name }) => name === currency)?.amount ?? 'none'
}

describe.each<{ model: Model; owner: 'user' | 'partner' }>([
  { model: 'noKyc', owner: 'user' },
  { model: 'noKyc', owner: 'partner' },
  { model: 'kyc', owner: 'partner' },
])('$owner of a partner ($model)', ({ model, owner }) => {
  const externalUserId = `exchanger-${model}`
  const base = owner === 'user' ? '/v1/exchange' : '/v1/partner/exchange'
  const whose = owner === 'user' ? { externalUserId } : {}
  const balances = owner === 'user' ? `/v1/user/balances/${externalUserId}` : '/v1/partner/balances'
  const history =
    owner === 'user' ? `/v1/user/transaction-history/${externalUserId}` : '/v1/partner/transaction-history'
  const minus = (a: string, b: string, decimals: number) => (Number(a) - Number(b)).toFixed(decimals)
  const lock = (currencyFrom: string, currencyTo: string, amount: string) =>
    done(get(`${base}/get-lock`, { ...whose, currencyFrom, currencyTo, amount }, model))

  beforeAll(async () => {
    if (owner === 'partner') return
    await newUser(model, externalUserId)
    await fund(externalUserId, '500', 'eur', model)
    await fund(externalUserId, '0.01', 'btc', model)
  })
  beforeEach(async () => {
    await setRate('doge', '0.15')
    await setRate('btc', '97538.93')
    await setRate('eth', '2345.67')
  })

  test('100 EUR to DOGE: rate, lock, exchange, balances, details, history', async () => {
    const eurBefore = await amountOf(balances, 'eur', model)
    const dogeBefore = await amountOf(balances, 'doge', model)
    const pair = { currencyFrom: 'EUR', currencyTo: 'doge' }
    const rate = await done(get(`${base}/get-rate`, pair, model))
    expect(rate).toMatchObject({ currencyFrom: 'eur', currencyTo: 'doge', rate: '0.15', indicative: true })
    const locked = await lock('EUR', 'Doge', '100')
    expect(locked).toMatchObject({
      rate: '0.15',
      amount: '100.00',
      receivedAmount: '656.73333333',
      fee: '1.49',
      feeCurrency: 'eur',
      currencyFrom: 'eur',
      currencyTo: 'doge',
    })
    // The market moves on, the promise stays.
    await setRate('doge', '0.30')
    const body = { ...whose, ...pair, amount: 100, rateLockId: locked.lockId }
    const { exchangeId } = await done(post(base, body, model))
    const details = await done(get(`${base}/details/${exchangeId}`, {}, model))
    expect(details).toEqual({
      exchangeId,
      externalUserId: owner === 'user' ? externalUserId : null,
      amountFrom: '100.00',
      currencyFrom: 'eur',
      amountTo: '656.73333333',
      currencyTo: 'doge',
      rate: '0.15',
      fee: '1.49',
      status: 'COMPLETED',
      createdAt: details.createdAt,
    })
    expect(minus(eurBefore, await amountOf(balances, 'eur', model), 2)).toBe('100.00')
    expect(minus(await amountOf(balances, 'doge', model), dogeBefore, 8)).toBe('656.73333333')
    const { transactions } = await done(get(history, { type: 'EXCHANGE' }, model))
    expect(transactions[0]).toMatchObject({
      id: exchangeId,
      type: 'EXCHANGE',
      direction: 'OUT',
      status: 'COMPLETED',
      amount: '100.00',
      currency: 'eur',
      fee: '1.49',
      feeCurrency: 'eur',
      counterparty: 'doge',
      reference: '656.73333333 doge',
      balanceAfter: await amountOf(balances, 'eur', model),
    })
    const { rows } = await bank.database.owner.query<{ body: string }>(
      `select body from events.event where type = 'exchange.status' and subject = $1`,
      [exchangeId],
    )
    expect(rows.map(row => JSON.parse(row.body))).toEqual([details])
    expect(await findBreaches(bank.database.pool)).toEqual([])
  })

  test('0.003 BTC to EUR: 4.36 EUR of the euros received are the fee', async () => {
    const before = await amountOf(balances, 'eur', model)
    const locked = await lock('btc', 'eur', '0.003')
    expect(locked).toMatchObject({ rate: '97538.93', receivedAmount: '288.25', fee: '4.36', feeCurrency: 'eur' })
    const body = { ...whose, currencyFrom: 'btc', currencyTo: 'eur', amount: '0.003', lockId: locked.lockId }
    await done(post(base, body, model))
    expect(minus(await amountOf(balances, 'eur', model), before, 2)).toBe('288.25')
  })

  test('BTC to ETH goes through EUR, and the rate is ETH for one BTC', async () => {
    const locked = await lock('btc', 'eth', '0.001')
    expect(locked).toMatchObject({ fee: '1.45', rate: '41.582545711886156194', receivedAmount: '0.04096438' })
    const body = { ...whose, currencyFrom: 'btc', currencyTo: 'eth', amount: '0.001', lockId: locked.lockId }
    const { exchangeId } = await done(post(base, body, model))
    const details = await done(get(`${base}/details/${exchangeId}`, {}, model))
    expect(details).toMatchObject({ amountTo: '0.04096438', fee: '1.45', rate: '41.582545711886156194' })
    expect(await findBreaches(bank.database.pool)).toEqual([])
  })

  test('a lock holds for half a minute of the clock and no longer, and makes one exchange', async () => {
    const pair = { currencyFrom: 'eur', currencyTo: 'doge', amount: '2' }
    const use = (lockId: string) => post(base, { ...whose, ...pair, lockId }, model)
    const inTime = await lock('eur', 'doge', '2')
    const late = await lock('eur', 'doge', '2')
    await bank.advance(29_000)
    await done(use(inTime.lockId))
    expect((await use(inTime.lockId)).body.errorCode).toBe('P472')
    await bank.advance(2_000)
    expect((await use(late.lockId)).body).toMatchObject({ errorCode: 'P471', errorName: 'lock-expired' })
    // And the rates are fresh after the clock has moved.
    await done(use((await lock('eur', 'doge', '2')).lockId))
  })

  test('the same key and body replay the one exchange', async () => {
    const { lockId } = await lock('eur', 'doge', '3')
    const body = { ...whose, currencyFrom: 'eur', currencyTo: 'doge', amount: '3', lockId }
    const options = { key: bank.keys[model], headers: { 'idempotency-key': `exchange-${model}-${owner}` } }
    const answers = [await bank.call('POST', base, body, options), await bank.call('POST', base, body, options)]
    expect(answers[1]?.text).toBe(answers[0]?.text)
    expect(answers[1]?.headers.get('idempotent-replayed')).toBe('true')
  })
})

test('a user with KYC exchanges once it is verified, and not before', async () => {
  const externalUserId = 'exchanger-verified'
  const query = { externalUserId, currencyFrom: 'eur', currencyTo: 'btc', amount: '50' }
  await newUser('kyc', externalUserId)
  expect((await get('/v1/exchange/get-lock', query)).body.errorCode).toBe('P459')
  const early = { ...query, lockId: '019c0000-0000-7000-8000-000000000000' }
  expect((await post('/v1/exchange', early)).body.errorCode).toBe('P459')
  await verify(externalUserId)
  // Whether the fiat balance is active is said in its own words; btc can be exchanged in any case.
  await setRate('btc', '50000')
  await fund(externalUserId, '0.01', 'btc', 'kyc')
  const pair = { externalUserId, currencyFrom: 'btc', currencyTo: 'doge', amount: '0.01' }
  await setRate('doge', '0.1')
  const { lockId, receivedAmount } = await done(get('/v1/exchange/get-lock', pair))
  expect(receivedAmount).toBe('4925.50000000')
  await done(post('/v1/exchange', { ...pair, lockId }))
  expect(await amountOf(`/v1/user/balances/${externalUserId}`, 'doge', 'kyc')).toBe('4925.50000000')
  await done(bank.call('PATCH', `/v1/user/suspend/${externalUserId}`, {}))
  const back = { externalUserId, currencyFrom: 'doge', currencyTo: 'btc', amount: '100' }
  expect((await get('/v1/exchange/get-lock', back)).body.errorCode).toBe('P455')
})

test('an exchange is seen by its own partner under its own path only', async () => {
  const query = { currencyFrom: 'eur', currencyTo: 'usdc', amount: '5' }
  const { lockId } = await done(get('/v1/partner/exchange/get-lock', query))
  expect((await post('/v1/partner/exchange', { ...query, lockId }, 'noKyc')).body.errorCode).toBe('P470')
  const { exchangeId } = await done(post('/v1/partner/exchange', { ...query, lockId }))
  for (const [path, model] of [
    [`/v1/exchange/details/${exchangeId}`, 'kyc'],
    [`/v1/partner/exchange/details/${exchangeId}`, 'noKyc'],
    [`/v1/exchange/details/${exchangeId}`, 'noKyc'],
  ] as const) {
    const { status, body } = await get(path, {}, model)
    expect({ status, errorCode: body.errorCode }).toEqual({ status: 404, errorCode: 'P474' })
  }
})

test('a lock writes: a key that may only read cannot ask for one, but for a rate', async () => {
  const { apiKey } = await done(post('/v1/partner/api-keys', { name: 'reader', scopes: ['read'] }))
  const query = 'currencyFrom=eur&currencyTo=btc&amount=10'
  const ask = (path: string) => bank.call('GET', `/v1/partner/exchange/${path}?${query}`, undefined, { key: apiKey })
  expect((await ask('get-lock')).body.errorCode).toBe('P492')
  expect((await ask('get-rate')).status).toBe(200)
})
