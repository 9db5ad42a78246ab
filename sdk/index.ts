export type { CallOptions } from './call.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export { type ExceededLimit, type FieldFailure, FlorinConnectionError, FlorinError } from './errors.ts'
export type { ErrorCode } from './generated/error-codes.ts'
export type { EventBodies, EventType } from './generated/events.ts'
export type * from './generated/types.ts'
export { eachItem } from './pages.ts'
export {
  verifyWebhook,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookProof,
  WebhookRejected,
} from './webhooks.ts'
