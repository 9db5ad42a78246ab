import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { bodyHashOf, KeyedCalls, type Written } from '../../server/kit/http/keyed.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
})
afterAll(() => bank.stop())

test('a call waits 2 s for the answer under its key and no longer, also where another takes the place of the first', async () => {
  const { kernel } = bank.running.resources
  const calls = new KeyedCalls(kernel)
  const claim = {
    partnerId: demoPartners.kyc.id,
    key: 'one',
    method: 'POST',
    path: '/v1/transfer',
    bodyHash: bodyHashOf({}),
    requestId: 'a request',
  }
  const begunAtMs = elapsedMs()
  const first = calls.run(claim, false, async () => {
    await kernel.pool.query('select pg_sleep(1.2)')
    throw new Error('nothing came of it')
  })
  const held = Promise.withResolvers<Written>()
  let acting = 0
  const others = [1, 2].map(() =>
    calls.run(claim, false, () => {
      acting += 1
      return held.promise
    }),
  )
  await expect(first).rejects.toThrow('nothing came of it')
  await expect(Promise.race(others)).rejects.toMatchObject({ code: 'P408', retryAfterSeconds: 1 })
  expect(elapsedMs() - begunAtMs).toBeLessThan(2_900)
  expect(acting).toBe(1)
  const answer = { status: 200, text: '{}', replayed: false }
  held.resolve(answer)
  expect((await Promise.allSettled(others)).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})
