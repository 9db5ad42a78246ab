import { expect, test } from 'vitest'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { realNow } from '../clock/clock.ts'
import { NIL_ID } from '../ids.ts'
import { Unavailable } from '../problem.ts'
import type { Vault } from '../vault.ts'
import { Gatherer, type GatherLink } from './gather.ts'

/** Calls that end when they are told to: when they set off is all that is looked at. */
function gatherer(batchSize = 128) {
  const calls: { readonly items: number; readonly end: () => void; readonly fail: (error: Error) => void }[] = []
  let lookUps = 0
  const link: GatherLink = {
    query: (_, values = []) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ rows: never[]; rowCount: number }>()
      calls.push({ items: Number(values[0]), end: () => resolve({ rows: [], rowCount: 0 }), fail: reject })
      return promise
    },
    findWritten: () => {
      lookUps += 1
      return Promise.resolve(new Set<string>())
    },
  }
  const parts = { links: [link, link], vault: {} as Vault, listeners: {}, log: quietLog, batchSize }
  const gathering = new Gatherer(parts)
  const item = { origin: { actor: 'system:test', partnerId: NIL_ID }, now: realNow(), effects: [] }
  const settle = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  /** An item of which a value cannot be written as its column's type. */
  const submitBroken = () => gathering.submit({ ...item, now: 'noon' as never })
  /** Resolves when whatever sets off has set off; the outcomes come when the calls end. */
  const submit = async (count: number): Promise<{ outcomes: Promise<string[]> }> => {
    const outcomes = Promise.all(Array.from({ length: count }, () => gathering.submit(item)))
    await settle()
    return { outcomes }
  }
  return {
    calls,
    sizes: () => calls.map(({ items }) => items),
    lookUps: () => lookUps,
    submit,
    submitBroken,
    settle,
  }
}

test('a lone item waits for nobody, and a second call sets off when as many wait as the first took', async () => {
  const { calls, sizes, submit, settle } = gatherer()
  await submit(20)
  expect(sizes()).toEqual([20])
  await submit(19)
  expect(sizes()).toEqual([20])
  await submit(1)
  expect(sizes()).toEqual([20, 20])
  const { outcomes } = await submit(5)
  expect(sizes()).toEqual([20, 20])
  // One of two ends: the other takes those that are too few. Both have: nobody is left waiting.
  calls[0]?.end()
  await settle()
  expect(sizes()).toEqual([20, 20])
  calls[1]?.end()
  await settle()
  expect(sizes()).toEqual([20, 20, 5])
  calls[2]?.end()
  expect(await outcomes).toEqual(Array.from({ length: 5 }, () => 'committed'))
})

test('beside a small call no second one sets off for a few, and beside a full one none for less than a full one', async () => {
  const small = gatherer()
  await small.submit(1)
  await small.submit(15)
  expect(small.sizes()).toEqual([1])
  await small.submit(1)
  expect(small.sizes()).toEqual([1, 16])

  const full = gatherer(30)
  await full.submit(59)
  expect(full.sizes()).toEqual([30])
  await full.submit(1)
  expect(full.sizes()).toEqual([30, 30])
})

test('an item that cannot be sent is refused alone: those beside it are tried one by one, and what follows goes on', async () => {
  const { calls, sizes, submit, submitBroken, settle } = gatherer()
  const broken = submitBroken().catch((error: unknown) => error)
  const { outcomes } = await submit(2)
  expect(await broken).toBeInstanceOf(TypeError)
  expect(sizes()).toEqual([1])
  calls[0]?.end()
  await settle()
  expect(sizes()).toEqual([1, 1])
  calls[1]?.end()
  expect(await outcomes).toEqual(['committed', 'committed'])
  const { outcomes: later } = await submit(3)
  calls[2]?.end()
  expect(await later).toEqual(['committed', 'committed', 'committed'])
})

test('what a backend says that ends with it is no clear no: the books are looked into', async () => {
  const panic = { code: '53100', severity: 'PANIC' }
  for (const [said, looks] of [
    [panic, 1],
    [{ ...panic, severity: 'ERROR' }, 0],
  ] as const) {
    const { calls, lookUps, submit, settle } = gatherer()
    const { outcomes } = await submit(1)
    const refused = outcomes.catch((error: unknown) => error)
    calls[0]?.fail(Object.assign(new Error('no space is left for the log'), said))
    await settle()
    expect(await refused).toBeInstanceOf(looks === 1 ? Unavailable : Error)
    expect(lookUps()).toBe(looks)
  }
})
