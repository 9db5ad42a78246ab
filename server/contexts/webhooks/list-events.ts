import type {
  getEvent as getEventEndpoint,
  listEvents as listEventsEndpoint,
} from '@florin/contract/endpoints/webhooks.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import { z } from 'zod'
import { listPage, type Position } from '../../kit/http/page.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { findSubjects } from './find-subjects.ts'
import {
  type EventFilter,
  findAttempts,
  findEvent,
  findEvents,
  type LoggedAttempt,
  type LoggedEvent,
} from './log-store.ts'

type EventRecord = Answer<typeof listEventsEndpoint>['events'][number]
type EventWithAttempts = Answer<typeof getEventEndpoint>

export interface EventQuery extends Omit<EventFilter, 'upTo' | 'subjects'> {
  /** The externalUserId of a user, or the id of a user or an object. */
  readonly subject?: string | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** The cursor of the log is a sequence. */
const bySequence: Position<LoggedEvent, number> = {
  schema: z.int().nonnegative(),
  of: ({ sequence }) => Number(sequence),
}

/** A page of the partner's log, oldest first. */
export async function listEvents(work: Work, query: EventQuery): Promise<Answer<typeof listEventsEndpoint>> {
  const { limit, cursor, subject, ...conditions } = query
  const filter = { ...conditions, subjects: await findSubjects(work, subject) }
  const { items, nextCursor } = await listPage({ limit, cursor }, bySequence, (count, after) =>
    findEvents(work.sql, work.partnerId, after === undefined ? filter : { ...filter, after: BigInt(after) }, count),
  )
  return { events: await Promise.all(items.map(event => recordOf(work, event))), nextCursor }
}

/** An event with every attempt to deliver it. Throws P490. */
export async function getEvent(work: Work, eventId: string): Promise<EventWithAttempts> {
  const event = await findEvent(work.sql, work.partnerId, eventId)
  if (event === undefined) throw new Problem('P490')
  const attempts = await findAttempts(work.sql, work.partnerId, event.sequence)
  return {
    ...(await recordOf(work, event)),
    attempts: await Promise.all(
      attempts.map(async attempt => ({
        at: attempt.at.toISOString(),
        url: attempt.url,
        status: attempt.status,
        latencyMs: attempt.latencyMs,
        answer: await answerOf(work, attempt),
        error: attempt.error,
      })),
    ),
  }
}

async function recordOf(work: Work, event: LoggedEvent): Promise<EventRecord> {
  return {
    id: event.id,
    sequence: Number(event.sequence),
    type: event.type,
    subject: event.subject,
    version: event.version,
    createdAt: event.createdAt.toISOString(),
    body: await bodyOf(work, event),
    delivery: {
      status: statusOf(event),
      attempts: event.attempts,
      lastAttemptAt: event.lastAttemptAt?.toISOString() ?? null,
      nextAttemptAt: isOpen(event) ? (event.nextAttemptAt?.toISOString() ?? null) : null,
      deliveredAt: event.deliveredAt?.toISOString() ?? null,
    },
  }
}

const isOpen = ({ state }: LoggedEvent): boolean => state === 'due' || state === 'behind'

/** The open delivery says it; without one, whether any attempt was accepted. */
export function statusOf(
  event: Pick<LoggedEvent, 'state' | 'attempt' | 'deliveredAt'>,
): EventRecord['delivery']['status'] {
  switch (event.state) {
    case 'due':
    case 'behind':
      return event.attempt > 0 ? 'RETRYING' : 'PENDING'
    case 'undelivered':
    case 'erased':
      return 'UNDELIVERED'
    default:
      return event.deliveredAt === undefined ? 'OFF' : 'DELIVERED'
  }
}

async function bodyOf(work: Work, { body, sealed, dataKeyId }: LoggedEvent): Promise<Record<string, unknown>> {
  const text = body ?? (await openText(work, sealed, dataKeyId))
  return text === undefined ? { erased: true } : (JSON.parse(text) as Record<string, unknown>)
}

async function answerOf(work: Work, { answer, sealed, dataKeyId }: LoggedAttempt): Promise<string | null> {
  return answer ?? (sealed === null ? null : ((await openText(work, sealed, dataKeyId)) ?? '[erased]'))
}

/** Undefined: its key was destroyed. */
async function openText(
  { vault, partnerId }: Work,
  sealed: Buffer | null,
  keyId: string | null,
): Promise<string | undefined> {
  if (sealed === null || keyId === null) throw new Error('neither clear nor sealed')
  return (await vault.openKept(partnerId, keyId, sealed))?.toString()
}
