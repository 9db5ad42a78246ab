import { z } from 'zod'
import { eventTypes } from '../events.ts'
import { timestamp } from '../kernel/fields.ts'
import { namedAnswer, wholeNumber } from './answer.ts'

/**
 * `OFF`: the partner has not chosen this event or has no URL. `UNDELIVERED`: given up after three days; replay sends it again.
 */
export const deliveryStatuses = ['PENDING', 'RETRYING', 'DELIVERED', 'UNDELIVERED', 'OFF'] as const

const delivery = namedAnswer('Delivery', {
  status: z.enum(deliveryStatuses),
  attempts: wholeNumber,
  lastAttemptAt: timestamp.nullable(),
  nextAttemptAt: timestamp.nullable(),
  deliveredAt: timestamp.nullable(),
})

const eventFields = {
  id: z.string(),
  sequence: wholeNumber,
  type: z.enum(eventTypes),
  subject: z.string(),
  version: wholeNumber,
  createdAt: timestamp,
  body: z.record(z.string(), z.unknown()),
  delivery,
}

export const eventRecord = namedAnswer('EventRecord', eventFields)

/** `answer` is the first 1 kB of what the endpoint said; `error` is set where it said nothing. */
const attempt = namedAnswer('DeliveryAttempt', {
  at: timestamp,
  url: z.string(),
  status: wholeNumber.nullable(),
  latencyMs: wholeNumber,
  answer: z.string().nullable(),
  error: z.string().nullable(),
})

export const eventWithAttempts = namedAnswer('EventWithAttempts', { ...eventFields, attempts: z.array(attempt) })
