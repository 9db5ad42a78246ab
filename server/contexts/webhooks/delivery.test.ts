import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statesOf } from '../../kit/machine.ts'
import {
  afterFailure,
  type Delivery,
  deliveryMachine,
  giveUpAfterMs,
  orderedAttempts,
  retryDelayMs,
} from './delivery.ts'

const start = new Date('2026-03-02T09:00:00.000Z')
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

/** All attempts of an event that is never taken, each made the moment it is due. */
function attemptsOf(chances: () => number): { at: Date; lane: string }[] {
  const attempts: { at: Date; lane: string }[] = []
  let delivery: Delivery = { lane: 'ordered', attempt: 0, since: start }
  let now = start
  for (;;) {
    attempts.push({ at: now, lane: delivery.lane })
    const next = afterFailure(delivery, now, chances())
    if (next.state === 'undelivered') return attempts
    delivery = next
    now = next.nextAttemptAt
  }
}

test('the first retries come after 8, 16, 32 and 64 s, a tenth more or less', () => {
  expect([1, 2, 3, 4].map(failures => retryDelayMs(failures, 0.5))).toEqual([8_000, 16_000, 32_000, 64_000])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), chance, (failures, x) => {
      const about = 4_000 * 2 ** failures
      expect(Math.abs(retryDelayMs(failures, x) - about)).toBeLessThanOrEqual(about / 10)
    }),
  )
})

test('delays grow to half a day and never beyond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, x) => {
      const delay = retryDelayMs(failures, x)
      expect(delay).toBeGreaterThan(7_000)
      expect(delay).toBeLessThanOrEqual(12 * 3_600_000 * 1.25)
      expect(retryDelayMs(failures + 1, 0.5)).toBeGreaterThanOrEqual(retryDelayMs(failures, 0.5))
    }),
  )
})

test('five attempts are made in order, the others out of it, the last one three days after the first', () => {
  fc.assert(
    fc.property(fc.infiniteStream(chance), stream => {
      const attempts = attemptsOf(() => stream.next().value)
      expect(attempts.slice(0, orderedAttempts).every(({ lane }) => lane === 'ordered')).toBe(true)
      expect(attempts.slice(orderedAttempts).every(({ lane }) => lane === 'free')).toBe(true)
      expect(attempts.at(-1)?.at.getTime()).toBe(start.getTime() + giveUpAfterMs)
      expect(attempts.length).toBeGreaterThan(15)
      expect(attempts.length).toBeLessThan(25)
    }),
  )
})

test('what never was in order does not come into it', () => {
  expect(afterFailure({ lane: 'free', attempt: 0, since: start }, start, 0.5).lane).toBe('free')
})

test('nothing is lost: from every state a delivery can still be made', () => {
  for (const state of statesOf(deliveryMachine)) {
    const reached = new Set<string>([state])
    for (const from of reached) {
      for (const to of Object.values(deliveryMachine.moves[from as keyof typeof deliveryMachine.moves])) reached.add(to)
    }
    expect(reached).toContain('delivered')
  }
})
