import { z } from 'zod'
import { type EventType, eventTypes } from '../events.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { exactText, flag, integer, oneOf, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { mustNotPrecede, rule } from '../kernel/rules.ts'
import { headerText, webhookUrl } from '../kernel/web-fields.ts'
import { answer, listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { eventRecord, eventWithAttempts } from '../shapes/event.ts'

const tag = 'Webhooks'
const ofEvent = z.object({ eventId: uuid })
const sequence = integer(0, Number.MAX_SAFE_INTEGER)
/** An externalUserId, which may have spaces anywhere, or an id. */
const subject = exactText(1, 200)
const urlPerType = z.strictObject(
  Object.fromEntries(eventTypes.map(type => [type, optional(webhookUrl)])) as Record<
    EventType,
    ReturnType<typeof optional<typeof webhookUrl>>
  >,
)

const settings = namedAnswer('WebhookSettings', {
  url: z.string().nullable(),
  appendPath: z.boolean(),
  overrides: z.record(z.string(), z.string()),
  events: z.array(z.enum(eventTypes)).nullable(),
  hasToken: z.boolean(),
  hasSecret: z.boolean(),
})

export const getWebhookSettings = endpoint({
  method: 'GET',
  path: '/v1/partner/webhooks',
  tag,
  summary: 'Where and how your webhooks are sent',
  access: 'key',
  response: settings,
  errors: [],
})

export const updateWebhookSettings = endpoint({
  method: 'PUT',
  path: '/v1/partner/webhooks',
  tag,
  summary: 'Choose where and how your webhooks are sent',
  description:
    'Replaces the settings as a whole; only the token stays when it is left out. Each event goes to `url` + its path (`appendPath: false`: to `url` as it is), or to its own URL in `overrides`, which is called as it is. Without a URL nothing is sent, and the events stay readable. `events` names the types that you want; null means the defaults. `token` is sent raw in the Authorization header.',
  access: 'key',
  scope: 'admin',
  body: z.object({
    url: optional(webhookUrl),
    appendPath: optional(flag),
    overrides: optional(urlPerType),
    events: optional(z.array(oneOf(eventTypes), { error: 'must be an array' }).transform(types => [...new Set(types)])),
    token: optional(headerText),
  }),
  response: settings,
  errors: [],
})

const probe = namedAnswer('Probe', {
  url: z.string(),
  isAccepted: z.boolean(),
  status: wholeNumber.nullable(),
  latencyMs: wholeNumber,
  error: z.string().nullable(),
})

export const testWebhooks = endpoint({
  method: 'POST',
  path: '/v1/partner/webhooks/test',
  tag,
  summary: 'Try your webhook endpoint now',
  description:
    'Asks `webhook/health` (404 counts as healthy) and, where a `type` is given, sends the documented example of that event, signed, once and outside of the event log.',
  access: 'key',
  scope: 'admin',
  body: z.object({ type: optional(oneOf(eventTypes)) }),
  response: answer({ health: probe.nullable(), delivery: probe.nullable() }),
  errors: [],
})

export const rotateWebhookSecret = endpoint({
  method: 'POST',
  path: '/v1/partner/webhooks/rotate-secret',
  tag,
  summary: 'Make a new signing secret',
  description:
    'The secret (Standard Webhooks form, `whsec_…`) is shown this once. For 24 hours every delivery is signed with the old and the new one; each former secret has its own 24 hours, whatever is rotated meanwhile. At most 9 former ones sign at a time: a rotation beyond that is P429, and `Retry-After` says when the next is possible.',
  access: 'key',
  scope: 'admin',
  response: answer({ secret: z.string(), previousValidUntil: timestamp.nullable() }),
  errors: [],
  secrets: ['secret'],
})

export const listEvents = endpoint({
  method: 'GET',
  path: '/v1/partner/events',
  tag,
  summary: 'Your events, oldest first',
  description:
    '`sequence` has no gaps: ask for what comes `after` the last one that you have. Secret fields are masked. Asked for, `subject` is the externalUserId of a user (also of one that was deleted), the id of a user or the id of an object. In the answer it is always an id: that of the user (`userId`) for `user.*`, `kyc.*`, `poa.*` and `iban.*`, that of the object for all others; what you call the user stands in the body.',
  access: 'key',
  query: z.strictObject({
    after: optional(sequence),
    type: optional(oneOf(eventTypes)),
    subject: optional(subject),
    delivered: optional(flag),
    ...page,
  }),
  response: listOf('events', eventRecord),
  errors: [],
})

export const getEvent = endpoint({
  method: 'GET',
  path: '/v1/partner/events/:eventId',
  tag,
  summary: 'An event with every attempt to deliver it',
  access: 'key',
  params: ofEvent,
  response: eventWithAttempts,
  errors: ['P490'],
})

const replayed = answer({ replayed: wholeNumber })

export const replayEvent = endpoint({
  method: 'POST',
  path: '/v1/partner/events/:eventId/replay',
  tag,
  summary: 'Send an event again',
  description: 'Also one that was delivered. The body is byte for byte the same, and so is `webhook-id`.',
  access: 'key',
  scope: 'admin',
  params: ofEvent,
  response: replayed,
  errors: ['P490'],
})

const replayFilters = ['type', 'subject', 'fromSequence', 'toSequence', 'undelivered'] as const

export const replayEvents = endpoint({
  method: 'POST',
  path: '/v1/partner/events/replay',
  tag,
  summary: 'Send many events again',
  description:
    'All that satisfy every given condition; at least one is needed. Both sequences are included. `subject` is the externalUserId of a user (also of one that was deleted), the id of a user or the id of an object.',
  access: 'key',
  scope: 'admin',
  body: z
    .object({
      type: optional(oneOf(eventTypes)),
      subject: optional(subject),
      fromSequence: optional(sequence),
      toSequence: optional(sequence),
      undelivered: optional(flag),
    })
    .check(
      mustNotPrecede('toSequence', 'fromSequence'),
      rule(value =>
        replayFilters.some(field => value[field] !== undefined && value[field] !== null && value[field] !== '')
          ? []
          : [{ path: 'type', message: `should not be empty when there is no other of ${replayFilters.join(', ')}` }],
      ),
    ),
  response: replayed,
  errors: [],
})
