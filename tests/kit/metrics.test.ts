import { afterAll, beforeAll, expect, test } from 'vitest'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { type Beside, startBeside } from '../harness/beside.ts'
import { type Relay, startRelay } from '../harness/relay.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

const soon = { timeout: 20_000 }

let bank: Bank
let relay: Relay
/** The API whose way to the database is the relay. */
let api: Beside
beforeAll(async () => {
  bank = await startBank()
  relay = await startRelay(bank.database.appUrl)
  api = await startBeside(bank, { ROLES: 'api', DATABASE_URL: relay.urlOf(bank.database.appUrl) })
})
afterAll(async () => {
  await api.stop()
  await relay.stop()
  await bank.stop()
})

async function metrics() {
  const answer = await fetch(api.running.metricsUrl)
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text,
    valueOf: (name: string) => new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1],
  }
}

test('while the database is away the metrics say so, with all that the process knows itself', async () => {
  const before = await metrics()
  expect(before.valueOf('florin_database_up')).toBe('1')
  expect(before.valueOf('florin_webhooks_due')).toBe('0')

  relay.cutOff(true)
  const away = await metrics()
  expect(away).toMatchObject({ status: 200, type: before.type })
  expect(away.valueOf('florin_database_up')).toBe('0')
  expect(Number(away.valueOf('process_cpu_seconds_total'))).toBeGreaterThan(0)
  for (const gauge of ['florin_sepa_breaks', 'florin_screening_open_hits']) expect(away.valueOf(gauge)).toBeUndefined()
  // One look at the tables serves for a second.
  await expect.poll(async () => (await metrics()).valueOf('florin_webhooks_due'), soon).toBeUndefined()

  relay.cutOff(false)
  await expect.poll(async () => (await metrics()).valueOf('florin_database_up'), soon).toBe('1')
  await expect.poll(async () => (await metrics()).valueOf('florin_webhooks_due'), soon).toBe('0')
})

test('what the database does not answer in time is left out, and holds up nothing else', async () => {
  const holder = await bank.database.owner.connect()
  await holder.query('begin; lock table webhooks.delivery in access exclusive mode')
  await expect.poll(async () => (await metrics()).valueOf('florin_webhooks_due'), soon).toBeUndefined()
  const askedAtMs = elapsedMs()
  const slow = await metrics()
  expect(elapsedMs() - askedAtMs).toBeLessThan(8_000)
  await holder.query('rollback')
  holder.release()
  expect(slow.status).toBe(200)
  expect(slow.valueOf('florin_database_up')).toBe('1')
  expect(slow.valueOf('florin_webhooks_due')).toBeUndefined()
  expect(slow.valueOf('florin_sepa_breaks')).toBe('0')
})
