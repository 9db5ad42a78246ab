import { invalidField, Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { replayDeliveries } from './delivery-store.ts'
import { destinationOf } from './endpoint.ts'
import { findSubjects } from './find-subjects.ts'
import { type EventFilter, findEvent, findSequences } from './log-store.ts'
import { findEndpoint } from './store.ts'
import { unorderedTypes, wantedTypes } from './visibility.ts'

const replayMax = 10_000

/** Sends one event again, also one that was delivered or that the partner had not chosen. Throws P490. Returns how many. */
export async function replayEvent(work: Work, eventId: string): Promise<number> {
  const event = await findEvent(work.sql, work.partnerId, eventId)
  if (event === undefined) throw new Problem('P490')
  const endpoint = await findEndpoint(work.sql, work.partnerId)
  if (endpoint === undefined || destinationOf(endpoint, event.type) === undefined) return 0
  return replay(work, [event.sequence])
}

export interface ReplayFilter extends Omit<EventFilter, 'subjects' | 'delivered'> {
  /** The externalUserId of a user, or the id of a user or an object. */
  readonly subject?: string | undefined
  readonly undelivered?: boolean | undefined
}

/**
 * Sends all events again that a filter chooses: of the named type, otherwise of the types that the partner gets now,
 * where they have a URL. `undelivered`: given up, or not chosen at the time. Throws P403 when they are too many for one
 * call. Returns how many.
 */
export async function replayEvents(work: Work, { undelivered, subject, ...filter }: ReplayFilter): Promise<number> {
  const endpoint = await findEndpoint(work.sql, work.partnerId)
  if (endpoint === undefined) return 0
  const wanted = new Set(wantedTypes(endpoint.events))
  const delivered = undelivered === undefined ? undefined : !undelivered
  const subjects = await findSubjects(work, subject)
  const chosen = await findSequences(work.sql, work.partnerId, { ...filter, subjects, delivered }, replayMax + 1)
  if (chosen.length > replayMax)
    throw invalidField('toSequence', `must leave at most ${replayMax} events to replay in one call: there are more`)
  const sequences = chosen
    .filter(({ type }) => filter.type !== undefined || wanted.has(type))
    .filter(({ type }) => destinationOf(endpoint, type) !== undefined)
    // What is on its way is not undelivered yet.
    .filter(({ state }) => undelivered !== true || state === 'undelivered' || state === undefined)
    .map(({ sequence }) => sequence)
  return sequences.length === 0 ? 0 : replay(work, sequences)
}

const replay = (work: Work, sequences: readonly bigint[]): Promise<number> =>
  replayDeliveries(work.sql, { partnerId: work.partnerId, sequences, now: work.now, unordered: unorderedTypes })
