import type { EventBodies, EventType } from './generated/events.ts'

/** A delivery that was proved to be the bank's. `id` is the same at every attempt: keep it to act once. */
export type WebhookEvent = {
  [Type in EventType]: {
    readonly id: string
    readonly type: Type
    /** Counts your events without gaps: a lower one than you had is late, not newer. */
    readonly sequence: number
    readonly version: number
    readonly body: EventBodies[Type]
  }
}[EventType]

export interface WebhookDelivery {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body byte for byte: parsing and writing it anew breaks the signature. */
  readonly body: string | Uint8Array
}

export interface WebhookProof {
  /** The signing secret, `whsec_…`. */
  readonly secret?: string | undefined
  /** The token of your webhook settings. */
  readonly token?: string | undefined
  /** How far the timestamp may be from now; 300 unless stated. Checked with the signature. */
  readonly toleranceSeconds?: number | undefined
  /** Now, in milliseconds since 1970. */
  readonly nowMs?: number | undefined
}

/** The delivery isn't proved: answer 401 and do nothing. */
export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected'
}

const encoder = new TextEncoder()

const bytesOf = (text: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof text === 'string' ? encoder.encode(text) : text)

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    throw new WebhookRejected('the signature or the secret is not base64')
  }
}

/** Takes as long for unequal texts as for equal ones, because their hashes are compared. */
const isSame = async (given: string, expected: string): Promise<boolean> => {
  const [a, b] = await Promise.all([given, expected].map(text => crypto.subtle.digest('SHA-256', bytesOf(text))))
  if (a === undefined || b === undefined) return false
  const right = new Uint8Array(b)
  return new Uint8Array(a).reduce((difference, byte, index) => difference | (byte ^ (right[index] ?? 0)), 0) === 0
}

const headerOf = (headers: WebhookDelivery['headers'], name: string): string | undefined => {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof found === 'string' || found === undefined ? found : found[0]
}

const required = (headers: WebhookDelivery['headers'], name: string): string => {
  const value = headerOf(headers, name)
  if (value === undefined || value === '') throw new WebhookRejected(`the header ${name} is missing`)
  return value
}

async function verifySignature({ headers, body }: WebhookDelivery, secret: string, proof: WebhookProof): Promise<void> {
  const { toleranceSeconds = 300, nowMs = Date.now() } = proof
  const id = required(headers, 'webhook-id')
  const timestamp = required(headers, 'webhook-timestamp')
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookRejected('the timestamp is too far from now')
  }
  const use = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', fromBase64(secret.replace(/^whsec_/, '')), use, false, ['verify'])
  const head = bytesOf(`${id}.${timestamp}.`)
  const tail = bytesOf(body)
  const signed = new Uint8Array(head.length + tail.length)
  signed.set(head)
  signed.set(tail, head.length)
  for (const signature of required(headers, 'webhook-signature').split(' ')) {
    const [version, text = ''] = signature.split(',')
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, fromBase64(text), signed))) return
  }
  throw new WebhookRejected('no signature is right')
}

/**
 * Proves that a delivery is the bank's, by its token, its signature (Standard Webhooks), or both, and reads it.
 * Throws WebhookRejected when it is not, and TypeError when neither a secret nor a token is given.
 */
export async function verifyWebhook(delivery: WebhookDelivery, proof: WebhookProof): Promise<WebhookEvent> {
  const { secret, token } = proof
  if (secret === undefined && token === undefined) throw new TypeError('give a secret, a token or both')
  if (token !== undefined && !(await isSame(required(delivery.headers, 'authorization'), token))) {
    throw new WebhookRejected('the token is wrong')
  }
  if (secret !== undefined) await verifySignature(delivery, secret, proof)
  const { headers, body } = delivery
  return {
    id: required(headers, 'webhook-id'),
    type: required(headers, 'x-event-type'),
    sequence: Number(required(headers, 'x-event-sequence')),
    version: Number(required(headers, 'x-event-version')),
    body: JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as unknown,
  } as WebhookEvent
}
