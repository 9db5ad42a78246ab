import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import { elapsedMs } from './clock.ts'

/** What is left to do by a moment, and when the next thing after it is due. Periodic housekeeping counts as pending only. */
export interface Outlook {
  readonly pending: number
  readonly nextDueAt: Date | undefined
}

export type LookAhead = (now: Date) => Promise<Outlook>

export interface Advanced {
  readonly now: Date
  readonly settled: boolean
  readonly pending: number
}

const patienceMs = 60_000
const lookEveryMs = 5

/**
 * Moves a manual clock to `target`: to the earliest due moment, until all that is due has been done, and so on. After
 * 60 s of real time it stops where it is and says what is left. The clock never goes back.
 */
export async function advanceClock(clock: Clock, lookAheads: readonly LookAhead[], target: Date): Promise<Advanced> {
  const deadlineMs = elapsedMs() + patienceMs
  let now = await clock.now()
  for (;;) {
    const outlook = await settle(lookAheads, now, deadlineMs)
    if (outlook.pending > 0) return { now, settled: false, pending: outlook.pending }
    if (now.getTime() >= target.getTime()) return { now, settled: true, pending: 0 }
    const next = outlook.nextDueAt
    now = await clock.advance(next !== undefined && next.getTime() < target.getTime() ? next : target)
  }
}

/** Quiet means twice in a row: work that went from one to the other (a fetched message becomes a job) may be missed by one look at both. */
async function settle(lookAheads: readonly LookAhead[], now: Date, deadlineMs: number): Promise<Outlook> {
  let isQuiet = false
  for (;;) {
    const outlooks = await Promise.all(lookAheads.map(look => look(now)))
    const pending = outlooks.reduce((sum, outlook) => sum + outlook.pending, 0)
    if ((pending === 0 && isQuiet) || elapsedMs() > deadlineMs) return { pending, nextDueAt: earliest(outlooks) }
    isQuiet = pending === 0
    if (!isQuiet) await pause(lookEveryMs)
  }
}

function earliest(outlooks: readonly Outlook[]): Date | undefined {
  let first: Date | undefined
  for (const { nextDueAt } of outlooks) {
    if (nextDueAt !== undefined && (first === undefined || nextDueAt < first)) first = nextDueAt
  }
  return first
}
