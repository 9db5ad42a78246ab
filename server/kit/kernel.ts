import type { Pool } from 'pg'
import type { Clock } from './clock/clock.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { withTransaction } from './postgres/connect.ts'
import type { Vault } from './vault.ts'
import { StaleRow } from './work/decision.ts'
import type { Gatherer } from './work/gather.ts'
import { type Listeners, makeWork, type Origin, type Work } from './work/work.ts'

/** What every context stands on. One a process. */
export interface Kernel {
  readonly environment: 'sandbox' | 'production'
  readonly pool: Pool
  readonly clock: Clock
  readonly vault: Vault
  readonly log: Log
  readonly metrics: Metrics
  readonly listeners: Listeners
  readonly gatherer: Gatherer
}

const staleAttempts = 5

/**
 * One unit of work in one transaction; everything or nothing of it is written. A row that somebody else changed in
 * between, a serialisation failure or a deadlock runs `act` anew, a bounded number of times: it must have no effect
 * but its SQL.
 */
export async function transact<T>(kernel: Kernel, origin: Origin, act: (work: Work) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const now = await kernel.clock.now()
    try {
      return await withTransaction(kernel.pool, sql =>
        act(makeWork({ ...origin, sql, now, vault: kernel.vault, listeners: kernel.listeners })),
      )
    } catch (error) {
      if (!(error instanceof StaleRow) || attempt >= staleAttempts) throw error
    }
  }
}

/**
 * A unit of work that only reads: each statement sees what is committed when it starts. A promise only where the clock is
 * one that has to be asked for.
 */
export function reading(kernel: Kernel, origin: Origin): Work | Promise<Work> {
  const { clock, pool: sql, vault, listeners } = kernel
  const begin = (now: Date): Work => makeWork({ ...origin, sql, now, vault, listeners })
  const now = clock.now()
  return now instanceof Promise ? now.then(begin) : begin(now)
}
