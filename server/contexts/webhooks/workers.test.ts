import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Received, Receiver } from '../../../tests/harness/receiver.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { emit, partnerId, runSequencer, setWebhooks, transferEnded } from '../../../tests/harness/webhooks.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { HttpPartners } from '../../rails/partner-http/adapter.ts'
import { demoPartners } from '../partners/index.ts'
import { claimDeliveries, findDuePartners, numberEvents, recordResults, releaseQueues } from './delivery-store.ts'
import { DeliveryWorker } from './delivery-worker.ts'
import { visibility } from './visibility.ts'

/* Workers and sequencers that the tests start, stop and kill themselves: the bank has the role `api` only. */

let bank: Bank
let kernel: Kernel
let receiver: Receiver
const cleanups: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
  kernel = bank.running.resources.kernel
})
afterAll(() => bank?.stop())
beforeEach(async () => {
  receiver = await Receiver.start()
  await setWebhooks(bank, { url: receiver.url })
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  await receiver.stop()
  // One by one: the database may still be at the last statement of a process that was killed, which locks them in another order.
  for (const table of ['events.outbox', 'webhooks.delivery', 'webhooks.lease', 'webhooks.health'])
    await bank.database.owner.query(`truncate ${table}`)
})

let made = 0
const fresh = (): string => `object-${++made}`
const events = (count: number) => Array.from({ length: count }, () => transferEnded(fresh()))

function startHttp(timeoutMs?: number): HttpPartners {
  const http = new HttpPartners({ allowPrivate: true, requireHttps: false, ...(timeoutMs && { timeoutMs }) })
  cleanups.push(() => http.close())
  return http
}

function startWorker(options: { timeoutMs?: number } = {}): DeliveryWorker {
  const worker = new DeliveryWorker(kernel, startHttp(options.timeoutMs))
  worker.start()
  cleanups.push(() => worker.stop())
  return worker
}

const number = async (limit = 1_000) => numberEvents(kernel.pool, { limit, now: await kernel.clock.now(), visibility })
const count = async (sql: string): Promise<number> => Number((await bank.database.owner.query(sql)).rows[0].count)

/** The worker of a process of its own, which can be killed. */
function startWorkerProcess(): ChildProcess {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: join(import.meta.dirname, '../../..'),
    env: {
      PATH: process.env['PATH'],
      ROLES: 'worker',
      CLOCK: 'manual',
      MIGRATE: 'false',
      METRICS_PORT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: bank.database.appUrl,
      DATABASE_OWNER_URL: bank.database.ownerUrl,
      DATA_DIR: bank.dataDir,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  cleanups.push(() => (child.exitCode === null && child.signalCode === null ? kill(child) : Promise.resolve()))
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const idOf = ({ headers }: Received): string => String(headers['webhook-id'])

test('a worker stops soon although an endpoint hangs, and gives back what was not answered', async () => {
  receiver.hang()
  await emit(kernel, events(200))
  await number()
  const worker = startWorker()
  await expect.poll(() => receiver.webhooks.length).toBe(16)
  const startedMs = performance.now()
  await worker.stop()
  expect(performance.now() - startedMs).toBeLessThan(8_000)
  expect(await count('select count(*) from webhooks.delivery where attempt = 0')).toBe(200)
  expect(await count('select count(*) from webhooks.lease')).toBe(0)
})

test('a worker that is killed between sending and writing it down sends again, with the same id and body', async () => {
  const [event] = events(1)
  receiver.hang()
  const child = startWorkerProcess()
  await emit(kernel, event === undefined ? [] : [event])
  await expect.poll(() => receiver.webhooks.length, { timeout: 20_000 }).toBe(1)
  await kill(child)
  // The time of its lease passes.
  await bank.database.owner.query('update webhooks.lease set until = clock_timestamp()')
  receiver.answerWith(200)
  startWorker()
  await expect.poll(() => count('select count(*) from webhooks.delivery')).toBe(0)
  const [first, second, ...more] = receiver.webhooks
  expect(more).toEqual([])
  expect(second && idOf(second)).toBe(first && idOf(first))
  expect(second?.body).toBe(first?.body)
})

test('of several workers each delivery is sent by one, once', async () => {
  // A little slow, so that all of them find work.
  receiver.behave = (_call, response) => void setImmediate(() => setImmediate(() => response.end()))
  await emit(kernel, events(1_000))
  await number()
  for (let n = 0; n < 3; n += 1) startWorker()
  await expect.poll(() => count('select count(*) from webhooks.delivery'), { timeout: 20_000 }).toBe(0)
  const ids = receiver.webhooks.map(idOf)
  expect(ids).toHaveLength(1_000)
  expect(new Set(ids).size).toBe(1_000)
})

test('several workers keep the order of each subject', async () => {
  const subjects = Array.from({ length: 20 }, fresh)
  for (let n = 0; n < 10; n += 1)
    await emit(
      kernel,
      subjects.map(subject => transferEnded(subject, `${n + 1}.00`)),
    )
  await number()
  for (let n = 0; n < 3; n += 1) startWorker()
  await expect.poll(() => count('select count(*) from webhooks.delivery'), { timeout: 20_000 }).toBe(0)
  const bodies = receiver.webhooks.map(({ body }) => JSON.parse(body) as { transferId: string; amount: string })
  for (const subject of subjects) {
    const amounts = bodies.filter(({ transferId }) => transferId === subject).map(({ amount }) => Number(amount))
    expect(amounts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  }
})

test('an endpoint that hangs holds few calls and does not slow another', async () => {
  const hanging = await Receiver.start()
  cleanups.push(() => hanging.stop())
  hanging.hang()
  const other = demoPartners.noKyc.id
  await setWebhooks(bank, { url: hanging.url }, bank.keys.noKyc)
  await emit(kernel, events(500), other)
  await number()
  startWorker({ timeoutMs: 1_000 })
  await expect.poll(() => hanging.webhooks.length).toBe(16)
  await emit(kernel, events(500))
  await number()
  await expect.poll(() => receiver.webhooks.length, { timeout: 10_000 }).toBe(500)
  // Its share halves with each time-out: it ends up trying one at a time.
  await expect.poll(() => hanging.webhooks.length, { timeout: 10_000 }).toBeGreaterThan(18)
  expect(hanging.webhooks.length).toBeLessThan(60)
})

test('settings that change while an endpoint hangs are used soon: what waits goes to the new URL, nothing more to the old', async () => {
  const old = await Receiver.start()
  cleanups.push(() => old.stop())
  old.hang()
  await setWebhooks(bank, { url: old.url })
  await emit(kernel, events(300))
  await number()
  startWorker()
  await expect.poll(() => old.webhooks.length).toBe(16)
  await setWebhooks(bank, { url: receiver.url })
  const startedMs = performance.now()
  await expect.poll(() => receiver.webhooks.length, { timeout: 8_000 }).toBe(284)
  // The first calls have not even timed out.
  expect(performance.now() - startedMs).toBeLessThan(6_000)
  expect(old.webhooks).toHaveLength(16)
})

test('a server that hangs does not hold up what goes to another of the same partner, however much waits for it', async () => {
  const hanging = await Receiver.start()
  cleanups.push(() => hanging.stop())
  hanging.hang()
  await setWebhooks(bank, { url: receiver.url, overrides: { 'exchange.status': hanging.url } })
  await emit(
    kernel,
    events(1_500).map(event => ({ ...event, type: 'exchange.status' as const })),
  )
  await number(2_000)
  startWorker({ timeoutMs: 1_000 })
  await expect.poll(() => hanging.webhooks.length).toBe(16)
  await emit(kernel, events(50))
  await number()
  await expect.poll(() => receiver.webhooks.length, { timeout: 5_000 }).toBe(50)
  await expect.poll(() => hanging.webhooks.length, { timeout: 10_000 }).toBeGreaterThan(18)
  await emit(kernel, events(50))
  await number()
  await expect.poll(() => receiver.webhooks.length, { timeout: 5_000 }).toBe(100)
  expect(hanging.webhooks.length).toBeLessThan(60)
})

test('the end of an outage is noticed by whoever sends next, and not lost when the database refuses it', async () => {
  const { owner } = bank.database
  startWorker()
  await emit(kernel, events(1))
  await number()
  await expect.poll(() => receiver.webhooks.length).toBe(1)
  receiver.answerWith(500)
  await emit(kernel, events(1))
  await number()
  await expect.poll(() => count('select count(*) from webhooks.delivery where attempt = 1')).toBe(1)
  // Its lease ends; meanwhile another worker has noted an outage.
  await expect
    .poll(() => count('select count(*) from webhooks.lease where until > clock_timestamp()'), { timeout: 10_000 })
    .toBe(0)
  await owner.query(
    `insert into webhooks.health (partner_id, failing_since, next_probe_at)
     select $1, clock.now() - interval '2 hours', clock.now() + interval '2 hours'`,
    [partnerId],
  )
  receiver.answerWith(200)
  const complained = bank.complaints.length
  await owner.query('revoke update on webhooks.delivery from florin_app')
  cleanups.push(() => owner.query('grant update on webhooks.delivery to florin_app'))
  await emit(kernel, events(1))
  await number()
  await expect.poll(() => bank.complaints.slice(complained).join()).toContain('could not be noted')
  expect(receiver.webhooks).toHaveLength(3)
  expect(await count('select count(*) from webhooks.health')).toBe(1)
  await owner.query('grant update on webhooks.delivery to florin_app')
  await expect.poll(() => receiver.webhooks.length).toBe(4)
  await expect.poll(() => count('select count(*) from webhooks.health')).toBe(0)
})

test('an outage that the database refuses to note is noted when it takes it', async () => {
  const { owner } = bank.database
  await owner.query('revoke insert on webhooks.health from florin_app')
  cleanups.push(() => owner.query('grant insert on webhooks.health to florin_app'))
  receiver.answerWith(500)
  await emit(kernel, events(10))
  await number()
  startWorker()
  await expect.poll(() => count('select count(*) from webhooks.delivery where attempt = 1')).toBe(10)
  expect(await count('select count(*) from webhooks.health')).toBe(0)
  await owner.query('grant insert on webhooks.health to florin_app')
  await expect.poll(() => count('select count(*) from webhooks.health')).toBe(1)
  expect(receiver.webhooks).toHaveLength(10)
})

test('a queue is one worker’s until its lease ends, and what a worker has in hand it does not get again', async () => {
  await emit(kernel, events(3))
  await number()
  const now = await kernel.clock.now()
  const claim = async (holder: string, most: number, inHand: readonly bigint[] = []) => {
    const queues = [{ partnerId, count: most, inHand }]
    const claimed = await claimDeliveries(kernel.pool, { now, holder, leaseMs: 30_000, queues })
    return claimed.get(partnerId)?.deliveries.map(({ sequence }) => sequence)
  }
  const [one, other] = [uuidv7(now), uuidv7(now)]
  const [first = 0n, second = 0n] = (await claim(one, 2)) ?? []
  expect(second).toBe(first + 1n)
  expect(await claim(one, 2, [first, second])).toEqual([first + 2n])
  expect(await claim(one, 0, [first])).toEqual([])
  expect(await claim(other, 10)).toBeUndefined()
  expect(await findDuePartners(kernel.pool, now, other)).toEqual([])
  expect(await findDuePartners(kernel.pool, now, one)).toEqual([partnerId])
  await bank.database.owner.query('update webhooks.lease set until = clock_timestamp()')
  expect(await findDuePartners(kernel.pool, now, other)).toEqual([partnerId])
  expect(await claim(other, 10)).toHaveLength(3)
  expect(await claim(one, 10)).toBeUndefined()
  await releaseQueues(kernel.pool, other)
  expect(await claim(one, 10)).toHaveLength(3)
})

test('a success counts whoever has it, a failure once for an attempt', async () => {
  await emit(kernel, events(2))
  await number()
  const now = await kernel.clock.now()
  const queues = [{ partnerId, count: 10, inHand: [] }]
  const claimed = await claimDeliveries(kernel.pool, { now, holder: uuidv7(now), leaseMs: 30_000, queues })
  const [one, two] = claimed.get(partnerId)?.deliveries.map(({ sequence }) => ({ partnerId, sequence })) ?? []
  if (one === undefined || two === undefined) throw new Error('not claimed')
  const failed = { ...two, outcome: 'retry', next: { lane: 'ordered', attempt: 1, at: now } } as const
  const undelivered = { ...failed, outcome: 'undelivered' } as const
  await recordResults(kernel.pool, { at: now, results: [{ ...one, outcome: 'delivered' }, failed] })
  await recordResults(kernel.pool, { at: now, results: [failed, undelivered] })
  const { rows } = await bank.database.owner.query('select sequence, state, attempt from webhooks.delivery')
  expect(rows).toEqual([{ sequence: two.sequence, state: 'due', attempt: 1 }])
})

test('sequences have no gap and follow each subject, with many writers, two sequencers at once, and one that is killed', async () => {
  const partners = [partnerId, demoPartners.noKyc.id]
  const before = await lastSequences()
  const subjects = Array.from({ length: 8 }, fresh)
  let writing = true
  const writers = subjects.map(async subject => {
    for (let n = 1; n <= 25; n += 1)
      for (const partner of partners)
        await emit(kernel, [transferEnded(subject, `${n}.00`), transferEnded(fresh())], partner)
  })
  const sequencers = [0, 1].map(async () => {
    while (writing || (await number(37)).taken > 0) await number(37)
  })
  // One dies with its batch numbered and not committed.
  for (let n = 0; n < 3; n += 1) {
    const client = await kernel.pool.connect()
    await client.query('begin')
    await numberEvents(client, { limit: 100, now: await kernel.clock.now(), visibility })
    const { rows } = await client.query('select pg_backend_pid() as pid')
    await bank.database.owner.query('select pg_terminate_backend($1)', [rows[0].pid])
    client.release(new Error('killed'))
  }
  await Promise.all(writers)
  writing = false
  await Promise.all(sequencers)
  for (const partner of partners) {
    const { rows } = await bank.database.owner.query(
      `select l.sequence, l.subject, e.body from webhooks.log l join events.event e on e.id = l.event_id
       where l.partner_id = $1 and l.sequence > $2 order by l.sequence`,
      [partner, before.get(partner) ?? 0n],
    )
    expect(rows).toHaveLength(8 * 25 * 2)
    expect(rows.map(({ sequence }) => sequence - (before.get(partner) ?? 0n))).toEqual(
      Array.from({ length: 400 }, (_, i) => BigInt(i + 1)),
    )
    for (const subject of subjects) {
      const amounts = rows.filter(row => row.subject === subject).map(({ body }) => Number(JSON.parse(body).amount))
      expect(amounts).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    }
  }
})

async function lastSequences(): Promise<Map<string, bigint>> {
  const { rows } = await bank.database.owner.query('select partner_id, last from webhooks.counter')
  return new Map(rows.map(({ partner_id, last }) => [partner_id, last]))
}

test('when the process with the sequencer stops, another one goes on', async () => {
  const first = runSequencer(kernel)
  await emit(kernel, events(1))
  await expect.poll(() => count('select count(*) from events.outbox')).toBe(0)
  const second = runSequencer(kernel)
  cleanups.push(() => second.stop())
  await first.stop()
  await emit(kernel, events(1))
  await expect.poll(() => count('select count(*) from events.outbox'), { timeout: 10_000 }).toBe(0)
})
