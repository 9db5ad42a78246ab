import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { type JobHandler, JobRunner } from '../../server/kit/jobs/runner.ts'
import { claimJobs, type Job, listDeadJobs, reviveJob } from '../../server/kit/jobs/store.ts'
import { type Kernel, transact } from '../../server/kit/kernel.ts'
import { commitEffects } from '../../server/kit/work/commit.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

const soon = { timeout: 20_000 }

let bank: Bank
let kernel: Kernel
beforeAll(async () => {
  bank = await startBank()
  kernel = bank.running.resources.kernel
})
afterAll(() => bank.stop())

const partnerId = demoPartners.kyc.id
const enqueue = (kind: string, keys: readonly string[], dueAt?: Date): Promise<void> =>
  transact(kernel, { actor: 'test', partnerId, requestId: 'a-request' }, work =>
    commitEffects(work, [
      { then: keys.map(key => ({ kind, key, payload: { key }, ...(dueAt === undefined ? {} : { dueAt }) })) },
    ]),
  )

/** A runner of this test's jobs beside the bank's own, for as long as `act` takes. */
async function running<T>(handler: JobHandler, act: () => Promise<T>): Promise<T> {
  const runner = new JobRunner(kernel, [handler])
  const deafen = await bank.running.resources.listener.listen('clock', () => runner.wake())
  await runner.start()
  try {
    return await act()
  } finally {
    deafen()
    await runner.stop()
  }
}

const rowsOf = async (kind: string) =>
  (
    await bank.database.owner.query<{ state: string; attempt: number; due_at: Date; last_error: string | null }>(
      'select state, attempt, due_at, last_error from jobs.job where kind = $1 order by key',
      [kind],
    )
  ).rows

test('a job that fails is tried again after about 1, 2, 4 … seconds of our clock, and says why it failed', async () => {
  const tries: { attempt: number; atMs: number }[] = []
  const begun = (await kernel.clock.now()).getTime()
  await enqueue('test.failing', ['one'])
  await running(
    {
      kind: 'test.failing',
      async run({ attempt }) {
        tries.push({ attempt, atMs: (await kernel.clock.now()).getTime() - begun })
        if (attempt < 4) throw new Error(`not yet ${attempt}`)
      },
    },
    async () => {
      await bank.settle()
      expect(tries).toEqual([{ attempt: 1, atMs: 0 }])
      expect(await rowsOf('test.failing')).toMatchObject([
        { state: 'waiting', attempt: 1, last_error: 'Error: not yet 1' },
      ])
      // A clock that stands still brings no second try.
      await bank.settle()
      expect(tries).toHaveLength(1)
      await bank.advance(60_000)
    },
  )
  expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
  const waits = tries.map(({ atMs }, n) => atMs - (tries[n - 1]?.atMs ?? 0)).slice(1)
  for (const [n, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(750 * 2 ** n)
    expect(wait).toBeLessThanOrEqual(1_250 * 2 ** n)
  }
  expect(await rowsOf('test.failing')).toEqual([])
})

test('after its last attempt a job is dead and kept, and a revived one has all its attempts again', async () => {
  const tries: number[] = []
  let works = false
  await enqueue('test.mortal', ['one'])
  const handler = {
    kind: 'test.mortal',
    attemptsMax: 3,
    run: ({ attempt }: Job) => {
      tries.push(attempt)
      return works ? Promise.resolve() : Promise.reject(new Error(`no. ${attempt}`))
    },
  }
  await running(handler, async () => {
    await bank.advance(3_600_000)
    expect(tries).toEqual([1, 2, 3])
    const [dead] = await listDeadJobs(kernel.pool, { kind: 'test.mortal', limit: 10 })
    expect(dead).toMatchObject({ key: 'one', attempt: 3, lastError: 'Error: no. 3', requestId: 'a-request' })
    await bank.advance(86_400_000)
    expect(tries).toHaveLength(3)

    works = true
    expect(await reviveJob(kernel.pool, dead?.id ?? '', await kernel.clock.now())).toBe(true)
    await bank.settle()
    expect(tries).toEqual([1, 2, 3, 1])
    expect(await reviveJob(kernel.pool, dead?.id ?? '', await kernel.clock.now())).toBe(false)
  })
  expect(await rowsOf('test.mortal')).toEqual([])
})

/** The process that had them is gone, and its lease is over. */
const abandon = (kind: string, keys: readonly string[], attempt: number) =>
  bank.database.owner.query(
    `update jobs.job set state = 'running', attempt = $3, leased_by = gen_random_uuid(), lease_until = now() - interval '1 second'
     where kind = $1 and key = any ($2)`,
    [kind, keys, attempt],
  )

/** The bank does not come to rest while a job is due that nobody carries out. */
const forget = (kind: string) => bank.database.owner.query('delete from jobs.job where kind = $1', [kind])

test('a job that ends its process at every attempt is dead after the last one, and ends no further process', async () => {
  const tries: number[] = []
  await enqueue('test.fatal', ['one', 'two'])
  await abandon('test.fatal', ['one'], 3)
  await abandon('test.fatal', ['two'], 2)
  const run = ({ attempt }: Job) => Promise.resolve(void tries.push(attempt))
  await running({ kind: 'test.fatal', attemptsMax: 3, run }, async () => {
    await expect.poll(() => rowsOf('test.fatal'), soon).toMatchObject([{ state: 'dead', attempt: 4 }])
  })
  expect(tries).toEqual([3])
  expect((await rowsOf('test.fatal'))[0]?.last_error).toBe('Error: the last attempt ended with its process')
})

test('a job whose process died waits behind no backlog, however long it is', async () => {
  const keys = Array.from({ length: 40 }, (_, n) => String(n))
  await enqueue('test.backlog', keys)
  await abandon('test.backlog', ['38', '39'], 1)
  const now = await kernel.clock.now()
  const claim = { kinds: ['test.backlog'], now, count: 10, leaseMs: 60_000, holder: crypto.randomUUID(), underWay: [] }
  const claimed = await claimJobs(kernel.pool, claim)
  expect(claimed).toHaveLength(10)
  expect(claimed.filter(({ attempt }) => attempt === 2).map(({ key }) => key)).toEqual(
    expect.arrayContaining(['38', '39']),
  )
  await forget('test.backlog')
})

test('a job is carried out once at a time by its runner, also when its lease ran out while the database was away', async () => {
  const tries: string[] = []
  const held = Promise.withResolvers<void>()
  await enqueue('test.held', ['one'])
  const handler: JobHandler = {
    kind: 'test.held',
    run({ key }) {
      tries.push(key)
      return key === 'one' ? held.promise : Promise.resolve()
    },
  }
  await running(handler, async () => {
    await expect.poll(() => tries, soon).toEqual(['one'])
    await bank.database.owner.query(
      `update jobs.job set lease_until = now() - interval '1 minute' where kind = 'test.held'`,
    )
    // Whoever takes the second has looked at the first as well.
    await enqueue('test.held', ['two'])
    await expect.poll(() => tries, soon).toContain('two')
    held.resolve()
    await expect.poll(() => rowsOf('test.held'), soon).toEqual([])
  })
  expect(tries).toEqual(['one', 'two'])
})

test('a job that may be silent for longer than others has its longer lease from the start', async () => {
  const held = Promise.withResolvers<void>()
  await enqueue('test.slow', ['one'])
  const leases = async () =>
    (
      await bank.database.owner.query(
        `select from jobs.job where kind = 'test.slow' and lease_until > clock_timestamp() + interval '100 seconds'`,
      )
    ).rowCount
  await running({ kind: 'test.slow', leaseMs: 180_000, run: () => held.promise }, async () => {
    try {
      await expect.poll(leases, { timeout: 5_000 }).toBe(1)
    } finally {
      held.resolve()
    }
  })
})

test('a periodic job that has failed for long is tried again by its next tick, not an hour later', async () => {
  const everyMs = 60_000
  await enqueue('test.periodic', ['tick'])
  await bank.database.owner.query(`update jobs.job set attempt = 11 where kind = 'test.periodic'`)
  const now = await kernel.clock.now()
  const run = () => Promise.reject(new Error('still away'))
  const waiting = { state: 'waiting', attempt: 12, due_at: new Date(now.getTime() + everyMs) }
  await running({ kind: 'test.periodic', periodic: { everyMs }, run }, async () => {
    await expect.poll(() => rowsOf('test.periodic'), soon).toMatchObject([waiting])
  })
  await forget('test.periodic')
})

test('a job that asks to run again does so at the time it said, with fresh attempts', async () => {
  const tries: { attempt: number; at: Date }[] = []
  await enqueue('test.again', ['one'])
  await running(
    {
      kind: 'test.again',
      async run({ attempt }) {
        const at = await kernel.clock.now()
        tries.push({ attempt, at })
        return tries.length < 3 ? { againAt: new Date(at.getTime() + 90_000) } : undefined
      },
    },
    () => bank.advance(600_000),
  )
  const [first = { at: new Date(0) }, second, third] = tries
  expect(second).toEqual({ attempt: 1, at: new Date(first.at.getTime() + 90_000) })
  expect(third).toEqual({ attempt: 1, at: new Date(first.at.getTime() + 180_000) })
})

test('the same job asked for twice is there once, and a refused commit asks for none', async () => {
  await enqueue('test.twice', ['one'], new Date('2100-01-01'))
  await enqueue('test.twice', ['one', 'two'], new Date('2100-01-02'))
  const failing = transact(kernel, { actor: 'test', partnerId }, async work => {
    await commitEffects(work, [{ then: [{ kind: 'test.twice', key: 'three', payload: {} }] }])
    throw new Error('thought better of it')
  })
  await expect(failing).rejects.toThrow('thought better of it')
  expect(await rowsOf('test.twice')).toMatchObject([
    { state: 'waiting', due_at: new Date('2100-01-01') },
    { state: 'waiting', due_at: new Date('2100-01-02') },
  ])
})

test('a runner that stops lets its running jobs end, and leaves the others to whoever comes next', async () => {
  const started: string[] = []
  const ended: string[] = []
  const gates: (() => void)[] = []
  await enqueue(
    'test.stop',
    Array.from({ length: 40 }, (_, n) => String(n)),
  )
  const runner = new JobRunner(kernel, [
    {
      kind: 'test.stop',
      async run({ key }) {
        started.push(key)
        await new Promise<void>(resolve => gates.push(resolve))
        ended.push(key)
      },
    },
  ])
  await runner.start()
  await expect.poll(() => gates.length, soon).toBe(16)
  let hasStopped = false
  const stopping = runner.stop().then(() => (hasStopped = true))
  await rowsOf('test.stop')
  expect(hasStopped).toBe(false)
  for (const open of gates) open()
  await stopping
  expect(started).toHaveLength(16)
  expect(ended.toSorted()).toEqual(started.toSorted())
  const left = await rowsOf('test.stop')
  expect(left).toHaveLength(24)
  expect(new Set(left.map(({ state, attempt }) => `${state} ${attempt}`))).toEqual(new Set(['waiting 0']))
})
