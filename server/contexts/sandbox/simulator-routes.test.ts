import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())
afterEach(async () => {
  for (const fault of ['unavailable', 'halt', 'stale', 'deviate']) await chaos(fault, 0)
})

const setRate = (currency: unknown, eurPrice: unknown) => bank.call('POST', '/v1/simulate/rate', { currency, eurPrice })
const chaos = (fault: string, count: number, rail = 'rates') =>
  bank.call('POST', '/v1/simulate/chaos', { rail, fault, count })
const askRate = (currencyTo = 'btc') =>
  bank.call('GET', `/v1/partner/exchange/get-rate?currencyFrom=eur&currencyTo=${currencyTo}`)
const lockRate = () => bank.call('GET', '/v1/partner/exchange/get-lock?currencyFrom=eur&currencyTo=btc&amount=10')

test('a price that is set holds at once: for rates, for locks, and for what balances are worth', async () => {
  const answer = await setRate('BTC', 12_345.67)
  expect(answer.body).toMatchObject({ currency: 'btc', eurPrice: '12345.67' })
  expect((await askRate()).body).toMatchObject({ rate: '12345.67', timestamp: answer.body.timestamp })
  expect((await lockRate()).body).toMatchObject({ rate: '12345.67' })
  const { body } = await bank.call('GET', '/v1/partner/balances')
  expect(body.cryptoBalances.find(({ name }: { name: string }) => name === 'btc').rate).toBe(12_345.67)
  await bank.advance(86_400_000)
  expect((await askRate()).body.rate).toBe('12345.67')
})

test.each([
  ['eur', '1', 'P410'],
  ['xyz', '1', 'P410'],
  ['btc', '0', 'P403'],
  ['btc', '1000000000.01', 'P403'],
  ['btc', '0.000000001', 'P403'],
])('a price of %s %s is %s', async (currency, price, code) => {
  expect((await setRate(currency, price)).body.errorCode).toBe(code)
})

test('an asset that nobody has set moves with the clock', async () => {
  const before = (await askRate('eth')).body.rate
  await bank.advance(60_000)
  expect((await askRate('eth')).body.rate).not.toBe(before)
})

test.each([
  ['halt', 'too few markets trade it'],
  ['stale', 'the last prices are too old'],
  ['deviate', 'the markets do not agree on its price'],
])('while the market shows the fault %s there is no rate: P501 says why and when to come again', async (fault, why) => {
  expect((await chaos(fault, 2)).body).toEqual({ rail: 'rates', fault, count: 2 })
  for (const refused of [await askRate(), await lockRate()]) {
    expect(refused.status).toBe(503)
    expect(refused.body).toMatchObject({ errorCode: 'P501', errorName: 'unavailable' })
    expect(refused.body.errorMessage).toContain(why)
    expect(refused.headers.get('retry-after')).toBe('10')
  }
  // The sources were asked at once, and are again every ten seconds: the second answer bears the fault, the third does not.
  await bank.advance(10_000)
  expect((await askRate()).status).toBe(503)
  await bank.advance(10_000)
  expect((await askRate()).status).toBe(200)
})

test('when no source answers, the last prices count for a minute', async () => {
  await chaos('unavailable', 1_000)
  await bank.advance(55_000)
  expect((await lockRate()).status).toBe(200)
  await bank.advance(10_000)
  expect((await lockRate()).body).toMatchObject({ errorCode: 'P501' })
  await chaos('unavailable', 0)
  expect((await lockRate()).status).toBe(200)
})

test('a rail or fault that no simulator knows is refused with those that it knows', async () => {
  const byRail = await chaos('halt', 1, 'webhooks')
  expect(byRail.body).toMatchObject({ errorCode: 'P403', errors: [{ path: 'rail' }] })
  const byFault = await chaos('twice', 1)
  expect(byFault.body.errorMessage).toBe('fault must be one of the following values: unavailable, halt, stale, deviate')
})
