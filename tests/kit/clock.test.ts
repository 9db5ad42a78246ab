import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { JobRunner } from '../../server/kit/jobs/runner.ts'
import { type Kernel, transact } from '../../server/kit/kernel.ts'
import { commitEffects } from '../../server/kit/work/commit.ts'
import { type Beside, startBeside } from '../harness/beside.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
let beside: Beside
let kernel: Kernel
beforeAll(async () => {
  bank = await startBank()
  beside = await startBeside(bank, { ROLES: 'api' })
  kernel = bank.running.resources.kernel
})
afterAll(async () => {
  await beside.stop()
  await bank.stop()
})

const now = async (): Promise<number> => (await kernel.clock.now()).getTime()
const move = (one: Bank | Beside, body: unknown) => one.call('POST', '/v1/simulate/clock', body)

test('an advance stops at every due moment, in order, and does there what is due before it goes on', async () => {
  const begun = await now()
  const seen: { key: string; afterMs: number }[] = []
  const dueAt = (ms: number): Date => new Date(begun + ms)
  const ask = (jobs: { key: string; dueAt: Date }[]): Promise<void> =>
    transact(kernel, { actor: 'test', partnerId: demoPartners.kyc.id }, work =>
      commitEffects(work, [{ then: jobs.map(job => ({ kind: 'test.due', payload: {}, ...job })) }]),
    )
  const runner = new JobRunner(kernel, [
    {
      kind: 'test.due',
      async run({ key }) {
        seen.push({ key, afterMs: (await now()) - begun })
        // Work that makes more work, due before the next known moment.
        if (key === 'second') await ask([{ key: 'child of second', dueAt: dueAt(25_000) }])
      },
    },
  ])
  const deafen = await bank.running.resources.listener.listen('clock', () => runner.wake())
  await runner.start()
  await ask([
    { key: 'third', dueAt: dueAt(30_000) },
    { key: 'first', dueAt: dueAt(10_000) },
    { key: 'second', dueAt: dueAt(20_000) },
    { key: 'too late', dueAt: dueAt(60_001) },
  ])
  // Moved by a process that runs no jobs itself.
  const moved = await move(beside, { advanceMs: 60_000 })
  expect(moved).toMatchObject({ status: 200, body: { settled: true, now: dueAt(60_000).toISOString() } })
  expect(seen).toEqual([
    { key: 'first', afterMs: 10_000 },
    { key: 'second', afterMs: 20_000 },
    { key: 'child of second', afterMs: 25_000 },
    { key: 'third', afterMs: 30_000 },
  ])
  await move(bank, { advanceMs: 1 })
  expect(seen.at(-1)).toEqual({ key: 'too late', afterMs: 60_001 })
  deafen()
  await runner.stop()
})

test('the clock stands still between calls, and is the same in every process', async () => {
  const { body } = await move(bank, { advanceMs: 5_000 })
  await bank.database.owner.query('select pg_sleep(0.05)')
  expect((await move(beside, { advanceMs: 0 })).body.now).toBe(body.now)
})

test('the clock never goes back: asked to, it refuses and stays; two that move it at once leave it at the later time', async () => {
  const before = await now()
  const back = await move(bank, { to: new Date(before - 1_000).toISOString() })
  expect(back).toMatchObject({ status: 400, body: { errorCode: 'P403' } })
  expect(back.body.errorMessage).toContain('never goes back')
  expect(await now()).toBe(before)
  const minus = await move(bank, { advanceMs: -1 })
  expect(minus).toMatchObject({ status: 400, body: { errorCode: 'P403' } })

  const to = (ms: number) => ({ to: new Date(before + ms).toISOString() })
  const answers = await Promise.all([
    move(bank, to(50_000)),
    move(beside, to(10_000)),
    move(bank, to(30_000)),
    move(beside, to(50_000)),
  ])
  // Whoever came when it was already later is refused, or finds it later; nobody finds it earlier than asked.
  const asked = [50_000, 10_000, 30_000, 50_000]
  for (const [n, { status, body }] of answers.entries()) {
    if (status === 200) expect(new Date(body.now).getTime()).toBeGreaterThanOrEqual(before + (asked[n] ?? 0))
    else expect(body.errorCode).toBe('P403')
  }
  expect(await now()).toBe(before + 50_000)
})

test('the clock stays where later calls can reckon with it: before the year 9000', async () => {
  const future = await startBank()
  try {
    for (const to of ['9000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
      const refused = await move(future, { to })
      expect(refused).toMatchObject({ status: 400, body: { errorCode: 'P403', errors: [{ path: 'to' }] } })
    }
    const late = '8999-12-31T23:59:59.000Z'
    await future.database.owner.query('select clock.advance($1)', [late])
    const further = await move(future, { advanceMs: 1_000 })
    expect(further).toMatchObject({ status: 400, body: { errorCode: 'P403', errors: [{ path: 'advanceMs' }] } })
    expect(further.body.errorMessage).toBe('advanceMs must leave the clock before the year 9000')
    const { rows } = await future.database.owner.query('select clock.now() as now')
    expect(rows).toEqual([{ now: new Date(late) }])
    const lock = '/v1/partner/exchange/get-lock?currencyFrom=eur&currencyTo=btc&amount=10'
    for (const path of ['/v1/partner/balances', lock]) expect((await future.call('GET', path)).status).toBe(200)
    expect(future.complaints).toEqual([])
  } finally {
    await future.stop()
  }
})

test('periodic work that was due many times in one advance is done once at its end, not once a tick', async () => {
  const ticks: number[] = []
  const runner = new JobRunner(kernel, [
    {
      kind: 'test.tick',
      periodic: { everyMs: 1_000 },
      async run() {
        ticks.push(await now())
      },
    },
  ])
  const deafen = await bank.running.resources.listener.listen('clock', () => runner.wake())
  await runner.start()
  await bank.settle()
  expect(ticks).toEqual([await now()])
  await bank.advance(3_600_000)
  expect(ticks).toHaveLength(2)
  expect(ticks[1]).toBe(await now())
  // The rhythm is that of the first tick.
  await bank.advance(999)
  expect(ticks).toHaveLength(2)
  await bank.advance(1)
  expect(ticks).toHaveLength(3)
  deafen()
  await runner.stop()
  await bank.database.owner.query(`delete from jobs.job where kind = 'test.tick'`)
})
