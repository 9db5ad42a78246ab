import { type EventDefinition, events } from '../events.ts'
import { jsonSchemaOf, type NamedSchemas } from './json-schema.ts'

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
})

/** Headers of every delivery beside the partner's own token. */
export const webhookParameters = {
  WebhookId: header(
    'webhook-id',
    'The id of the event: the same at every attempt.',
    '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c41',
  ),
  WebhookTimestamp: header('webhook-timestamp', 'When this attempt was made, in seconds since 1970.', '1772443800'),
  WebhookSignature: header(
    'webhook-signature',
    'Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. Two of them, separated by a space, in the 24 hours after a rotation.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
  EventType: header('x-event-type', 'The event type.', 'user.status'),
  EventSequence: header('x-event-sequence', 'Counts your events, without gaps.', '42'),
  EventVersion: header('x-event-version', 'The version of the body’s schema.', '1'),
} as const

/** The calls that a partner's endpoint gets. */
export const webhooksOf = (named: NamedSchemas): Record<string, object> =>
  Object.fromEntries(
    (Object.entries(events) as [string, EventDefinition][]).map(([type, event]) => [
      type,
      {
        post: {
          operationId: `on-${type.replaceAll(/[._]/g, '-')}`,
          tags: ['Webhook calls'],
          summary: event.summary,
          description: `POST to your base URL + \`${event.path}\`.`,
          security: [{ webhookToken: [] }],
          parameters: Object.keys(webhookParameters).map(name => ({ $ref: `#/components/parameters/${name}` })),
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: jsonSchemaOf(event.body, 'output', named), example: event.example },
            },
          },
          responses: {
            '2XX': { description: 'Taken. Anything else, or nothing within 10 seconds, is tried again.' },
            '4XX': { description: 'Not taken; tried again.' },
          },
        },
      },
    ]),
  )
