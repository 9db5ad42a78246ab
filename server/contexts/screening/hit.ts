import { machine, mustMove, nextState } from '../../kit/machine.ts'
import type { Decision } from '../../kit/work/decision.ts'
import { approvedFirst, type Review, type Risk, unreviewed } from '../review/index.ts'
import type { Topic } from './entry.ts'

export const hitMachine = machine<HitState, 'dismiss' | 'confirm' | 'lapse' | 'reopen'>({
  name: 'hit',
  initial: 'OPEN',
  moves: {
    OPEN: { dismiss: 'FALSE_POSITIVE', confirm: 'TRUE_MATCH', lapse: 'LAPSED' },
    FALSE_POSITIVE: { confirm: 'TRUE_MATCH', reopen: 'OPEN', lapse: 'LAPSED' },
    TRUE_MATCH: { dismiss: 'FALSE_POSITIVE' },
    LAPSED: { reopen: 'OPEN' },
  },
})

export type HitState = 'OPEN' | 'FALSE_POSITIVE' | 'TRUE_MATCH' | 'LAPSED'
export type Disposition = 'FALSE_POSITIVE' | 'TRUE_MATCH'

/** A user who may be a person of a list: a row of `screening.hit`. */
export interface Hit extends Review {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly externalUserId: string
  readonly fingerprint: Buffer
  readonly list: string
  readonly topics: readonly Topic[]
  readonly score: number
  readonly risk: Risk
  readonly state: HitState
  /** The finding as JSON, under the user's data key. */
  readonly sealed: Buffer
  readonly openedAt: Date
  readonly updatedAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly version: number
}

export type FoundHit = Pick<
  Hit,
  'partnerId' | 'id' | 'userId' | 'externalUserId' | 'fingerprint' | 'list' | 'topics' | 'score' | 'sealed'
>

/** Sanctions and crime are a high risk; whoever is politically exposed, or of interest, is looked at with care. */
export const riskOf = (topics: readonly Topic[]): Risk =>
  topics.includes('SANCTION') || topics.includes('CRIME') ? 'HIGH' : 'MEDIUM'

/** A user who may be, or is, under sanctions is held; who is politically exposed or wanted is looked at. */
export const holds = ({ state, topics }: Pick<Hit, 'state' | 'topics'>): boolean =>
  (state === 'OPEN' || state === 'TRUE_MATCH') && topics.includes('SANCTION')

const note = (hit: Hit, action: string, detail: Record<string, unknown> = {}) => [
  { action, subject: hit.userId, detail: { hitId: hit.id, list: hit.list, ...detail } },
]

const changed = (hit: Hit, change: Partial<Hit>, now: Date): Hit => ({
  ...hit,
  ...change,
  updatedAt: now,
  version: hit.version + 1,
})

/** Found for the first time. */
export function openHit(found: FoundHit, now: Date): Decision<Hit> {
  const next: Hit = {
    ...found,
    ...unreviewed,
    risk: riskOf(found.topics),
    state: hitMachine.initial,
    openedAt: now,
    updatedAt: now,
    decidedAt: null,
    decidedBy: null,
    version: 1,
  }
  return { next, note: note(next, 'screening.hit-opened', { score: next.score }) }
}

/**
 * Found again. What was dismissed stays so while the list says the same of the person and the score is no higher;
 * what had lapsed is open again. Undefined where nothing changes.
 */
export function renewHit(
  hit: Hit,
  found: Pick<FoundHit, 'topics' | 'score' | 'sealed'>,
  isNews: boolean,
  now: Date,
): Decision<Hit> | undefined {
  const reopens = hit.state === 'LAPSED' || (hit.state === 'FALSE_POSITIVE' && (isNews || found.score > hit.score))
  if (!reopens && !isNews && found.score === hit.score) return undefined
  const { topics, score, sealed } = found
  // The first of two operators has not seen this.
  const seen = { topics, risk: riskOf(topics), score, sealed, approvedBy: null }
  if (!reopens) return { next: changed(hit, seen, now) }
  const state = mustMove(hitMachine, hit.state, 'reopen')
  const next = changed(hit, { ...seen, state, decidedAt: null, decidedBy: null }, now)
  return { next, note: note(next, 'screening.hit-reopened', { score: next.score }) }
}

/** Not found any more. A confirmed hit stays; undefined for what needs no change. */
export function lapseHit(hit: Hit, now: Date): Decision<Hit> | undefined {
  const state = nextState(hitMachine, hit.state, 'lapse')
  if (state === undefined) return undefined
  const next = changed(hit, { ...unreviewed, state }, now)
  return { next, note: note(next, 'screening.hit-lapsed') }
}

/** An operator takes it, or gives it back. Only of an open one. */
export const claimed = (hit: Hit, change: Pick<Review, 'claimedBy' | 'claimedAt'>, now: Date): Decision<Hit> => ({
  next: changed(hit, change, now),
  note: note(hit, 'screening.hit-claimed', { by: change.claimedBy }),
})

/** The first of two has dismissed one of high risk: another one must look at it. */
export const dismissFirst = (hit: Hit, actor: string, now: Date): Decision<Hit> => ({
  next: changed(hit, approvedFirst(actor), now),
  note: note(hit, 'screening.hit-dismissed-first'),
})

/** An operator says whether it is the person of the list; undefined where it was said already or nothing can be said. */
export function settle(hit: Hit, disposition: Disposition, by: string, now: Date): Decision<Hit> | undefined {
  const state = nextState(hitMachine, hit.state, disposition === 'TRUE_MATCH' ? 'confirm' : 'dismiss')
  if (state === undefined) return undefined
  const { approvedBy } = disposition === 'TRUE_MATCH' ? unreviewed : hit
  const next = changed(hit, { ...unreviewed, approvedBy, state, decidedAt: now, decidedBy: by }, now)
  return { next, note: note(next, 'screening.hit-decided', { disposition }) }
}
