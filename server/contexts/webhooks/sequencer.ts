import { setTimeout as pause } from 'node:timers/promises'
import { elapsedMs } from '../../kit/clock/clock.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { Singleton } from '../../kit/lease.ts'
import { numberEvents } from './delivery-store.ts'
import { OutboxHead } from './outbox-head.ts'
import { visibility } from './visibility.ts'

const batchMax = 1_000
/** Between two batches that were not full: a batch costs as much as some 50 of its events, however few it has. */
const rhythmMs = 40
/** When nothing wakes it. */
const pauseMs = 500

/**
 * Gives every committed event its number in its partner's log, without gaps, and opens its delivery. One process at a
 * time has the lease; two at once would be slower, not wrong.
 */
export function makeSequencer(kernel: Kernel, holder: string): Singleton {
  let lastMs = Number.NEGATIVE_INFINITY
  let wasFull = false
  const head = new OutboxHead()
  return new Singleton({
    sql: kernel.pool,
    log: kernel.log,
    name: 'webhooks.sequencer',
    holder,
    pauseMs,
    channels: ['outbox'],
    async loop() {
      const waitMs = wasFull ? 0 : lastMs + rhythmMs - elapsedMs()
      if (waitMs > 0) await pause(waitMs)
      lastMs = elapsedMs()
      const now = await kernel.clock.now()
      const look = await numberEvents(kernel.pool, { from: head.from(lastMs), limit: batchMax, now, visibility })
      head.note(look)
      wasFull = look.taken === batchMax
      return wasFull
    },
  })
}
