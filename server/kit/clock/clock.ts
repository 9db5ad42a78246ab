import type { Sql } from '../sql.ts'
import { advanceTo, readNow } from './store.ts'

/**
 * The one clock. A real one is the machine's; a manual one (sandbox and tests) stands in the database, shared by all
 * processes, and moves only by `advance`. Leases, time-outs, rate limits and webhook timestamps do not follow it:
 * they use `realNow`.
 */
export interface Clock {
  readonly mode: 'real' | 'manual'
  /** The moment, to the millisecond. A manual clock's is read from the database: ask once a unit of work. */
  now(): Date | Promise<Date>
  /** Moves a manual clock forward; it never goes back. */
  advance(to: Date): Promise<Date>
}

/** Real time, for what must not follow a moved clock. */
export const realNow = (): Date => new Date()

/** Milliseconds that only count up, for durations. */
export const elapsedMs = (): number => performance.now()

export const realClock = (): Clock => ({
  mode: 'real',
  now: realNow,
  advance: () => Promise.reject(new Error('a real clock cannot be moved')),
})

export const manualClock = (sql: Sql): Clock => ({
  mode: 'manual',
  now: () => readNow(sql),
  advance: to => advanceTo(sql, to),
})
