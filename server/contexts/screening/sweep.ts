import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, JobRequest } from '../../kit/work/decision.ts'
import { rescreenKind } from './load.ts'

export type SweepState = 'RUNNING' | 'DONE' | 'SUPERSEDED'

/** A newer list makes a sweep that is under way pointless: the next one compares everybody again. */
export const sweepMachine = machine<SweepState, 'finish' | 'supersede'>({
  name: 'sweep',
  initial: 'RUNNING',
  moves: { RUNNING: { finish: 'DONE', supersede: 'SUPERSEDED' }, DONE: {}, SUPERSEDED: {} },
})

/** Where a user stands in the order in which a sweep goes through them. */
export interface UserPosition {
  readonly partnerId: string
  readonly userId: string
}

/** Comparing every user anew, after a list has changed: a row of `screening.sweep`. */
export interface Sweep {
  readonly number: number
  /** The load that changed the list. */
  readonly loadId: string
  readonly state: SweepState
  /** The last user that was compared. */
  readonly after: UserPosition | null
  readonly users: number
  readonly hits: number
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly version: number
}

export function beginSweep(given: Pick<Sweep, 'number' | 'loadId'>, now: Date): Decision<Sweep> {
  const job: JobRequest = { kind: rescreenKind, key: String(given.number), payload: { number: given.number } }
  return {
    next: {
      ...given,
      state: sweepMachine.initial,
      after: null,
      users: 0,
      hits: 0,
      begunAt: now,
      endedAt: null,
      version: 1,
    },
    then: [job],
  }
}

export const supersedeSweep = (sweep: Sweep, now: Date): Decision<Sweep> => ({
  next: {
    ...sweep,
    state: mustMove(sweepMachine, sweep.state, 'supersede'),
    endedAt: now,
    version: sweep.version + 1,
  },
})

/** A batch of users is compared; without a position to go on from, all are. */
export function advanceSweep(
  sweep: Sweep,
  batch: { readonly users: number; readonly hits: number; readonly next: UserPosition | undefined },
  now: Date,
): Decision<Sweep> {
  const next = {
    ...sweep,
    users: sweep.users + batch.users,
    hits: sweep.hits + batch.hits,
    after: batch.next ?? sweep.after,
    version: sweep.version + 1,
  }
  if (batch.next !== undefined) return { next }
  const done: Sweep = { ...next, state: mustMove(sweepMachine, sweep.state, 'finish'), endedAt: now }
  return {
    next: done,
    note: [
      {
        action: 'screening.everybody-compared',
        subject: sweep.loadId,
        detail: { sweep: sweep.number, users: done.users, hits: done.hits },
      },
    ],
  }
}
