import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, JobRequest } from '../../kit/work/decision.ts'
import type { ListFormat } from './format.ts'

export type LoadState = 'RECEIVING' | 'READING' | 'ACTIVE' | 'SUPERSEDED' | 'FAILED'

export const loadMachine = machine<LoadState, 'read' | 'activate' | 'supersede' | 'fail'>({
  name: 'load',
  initial: 'RECEIVING',
  moves: {
    RECEIVING: { read: 'READING', fail: 'FAILED' },
    READING: { activate: 'ACTIVE', fail: 'FAILED' },
    ACTIVE: { supersede: 'SUPERSEDED' },
    SUPERSEDED: {},
    FAILED: {},
  },
})

/** A version of a list on its way in, or one that came: a row of `screening.load`. */
export interface Load {
  readonly id: string
  readonly list: string
  readonly number: number
  readonly state: LoadState
  readonly sha256: Buffer
  readonly sizeBytes: number
  readonly receivedBytes: number
  readonly parts: number
  readonly isShrinkAllowed: boolean
  readonly format: ListFormat | null
  readonly people: number | null
  readonly skipped: number | null
  readonly failure: string | null
  readonly begunBy: string
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly version: number
}

export const readLoadKind = 'screening.read-load'
export const rescreenKind = 'screening.rescreen'

/** A version that lost more of its people than this is taken for a truncated file. */
const shrinkMax = 0.2

const changed = (load: Load, change: Partial<Load>): Load => ({ ...load, ...change, version: load.version + 1 })

const note = (load: Load, action: string, detail: Record<string, unknown> = {}) => [
  { action, subject: load.id, detail: { list: load.list, number: load.number, ...detail } },
]

export function beginLoad(
  given: Pick<Load, 'id' | 'list' | 'number' | 'sha256' | 'sizeBytes' | 'isShrinkAllowed' | 'begunBy'>,
  now: Date,
): Decision<Load> {
  const next: Load = {
    ...given,
    state: loadMachine.initial,
    receivedBytes: 0,
    parts: 0,
    format: null,
    people: null,
    skipped: null,
    failure: null,
    begunAt: now,
    endedAt: null,
    version: 1,
  }
  return { next, note: note(next, 'screening.load-begun', { sha256: given.sha256.toString('hex') }) }
}

/** The next part is there. */
export const takePart = (load: Load, sizeBytes: number): Decision<Load> => ({
  next: changed(load, { receivedBytes: load.receivedBytes + sizeBytes, parts: load.parts + 1 }),
})

/** All of it is there: a job reads it. */
export function submitLoad(load: Load): Decision<Load> {
  const read: JobRequest = { kind: readLoadKind, key: load.id, payload: { loadId: load.id } }
  return { next: changed(load, { state: mustMove(loadMachine, load.state, 'read') }), then: [read] }
}

export function failLoad(load: Load, failure: string, now: Date): Decision<Load> {
  const next = changed(load, {
    state: mustMove(loadMachine, load.state, 'fail'),
    failure: failure.slice(0, 500),
    endedAt: now,
  })
  return { next, note: note(next, 'screening.load-failed', { failure: next.failure }) }
}

export interface Contents {
  readonly format: ListFormat
  readonly people: number
  readonly skipped: number
}

/** From now on people are compared with this version. */
export function activateLoad(load: Load, contents: Contents, now: Date): Decision<Load> {
  const next = changed(load, { ...contents, state: mustMove(loadMachine, load.state, 'activate'), endedAt: now })
  return { next, note: note(next, 'screening.list-activated', { people: contents.people }) }
}

export const supersedeLoad = (load: Load): Decision<Load> => ({
  next: changed(load, { state: mustMove(loadMachine, load.state, 'supersede') }),
})

/** Why a version must not take the place of the one before it; undefined where it may. */
export function objectionTo(load: Load, people: number, peopleBefore: number): string | undefined {
  if (people === 0) return 'the list names nobody'
  if (load.isShrinkAllowed || people >= peopleBefore * (1 - shrinkMax)) return undefined
  return `the list names ${people} people and named ${peopleBefore} before: say that it may shrink if that is right`
}
