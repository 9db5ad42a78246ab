import type { KeyObject } from 'node:crypto'
import { realNow } from '../../kit/clock/clock.ts'
import { randomFraction, uuidv7 } from '../../kit/ids.ts'
import type { Vault } from '../../kit/vault.ts'
import { afterFailure } from './delivery.ts'
import type { Claimed, DeliveryResult } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import { isAccepted, type PartnerAnswer, type PartnerHttp } from './partner-http.ts'
import type { Result } from './recorder.ts'
import { signatureOf } from './signature.ts'

/** One event on its way, whoever sends it: a delivery or a test. */
export interface Message {
  readonly id: string
  readonly type: string
  readonly sequence: string
  readonly version: number
  readonly body: string | Buffer
}

/** The headers of a webhook (contract, section 7). The timestamp is real time: receivers hold it against theirs. */
export function headersOf(message: Message, token: string | undefined, keys: readonly KeyObject[]): string[] {
  const timestampSeconds = Math.floor(realNow().getTime() / 1000)
  const headers = [
    'content-type',
    'application/json',
    'user-agent',
    'florin-webhooks/1',
    'webhook-id',
    message.id,
    'webhook-timestamp',
    String(timestampSeconds),
    'webhook-signature',
    signatureOf(keys, message.id, timestampSeconds, message.body),
    'x-event-type',
    message.type,
    'x-event-sequence',
    message.sequence,
    'x-event-version',
    String(message.version),
  ]
  if (token !== undefined) headers.push('authorization', token)
  return headers
}

export interface Delivered {
  readonly result: Result
  /** Undefined: nothing was sent. */
  readonly answer: PartnerAnswer | undefined
}

export interface DeliverDeps {
  readonly http: PartnerHttp
  readonly vault: Vault
}

/** Sends a claimed delivery once and says what became of it. Throws only where the fault is ours. */
export async function deliverEvent(
  { http, vault }: DeliverDeps,
  claimed: Claimed,
  endpoint: OpenedEndpoint,
  now: Date,
): Promise<Delivered> {
  const { partnerId, sequence, eventId: id, type, version } = claimed
  const unsent = (outcome: 'undelivered' | 'erased'): Delivered => ({
    answer: undefined,
    result: () => ({ partnerId, sequence, outcome }),
  })
  const url = endpoint.urlFor(type)
  if (url === undefined) return unsent('undelivered')
  const body = claimed.body ?? (await openBody(vault, claimed))
  if (body === undefined) return unsent('erased')
  const message = { id, type, version, body, sequence: String(sequence) }
  const headers = headersOf(message, endpoint.token, endpoint.keysAt(now))
  const answer = await http.call({ channel: partnerId, method: 'POST', url, headers, body })
  const { status, latencyMs, error } = answer
  const sealed = claimed.sealed === null ? undefined : await sealAnswer(vault, claimed, answer)
  const kept = sealed === undefined ? answer.answer : null
  return {
    answer,
    result: at => ({
      partnerId,
      sequence,
      ...(isAccepted(status) ? delivered : failed(claimed, at)),
      attempt: { id: uuidv7(at), url, status, latencyMs, answer: kept, sealed, error },
    }),
  }
}

const delivered = { outcome: 'delivered' } as const

function failed(claimed: Claimed, at: Date): Pick<DeliveryResult, 'outcome' | 'next'> {
  const { state, lane, attempt, nextAttemptAt } = afterFailure(claimed, at, randomFraction())
  return { outcome: state === 'due' ? 'retry' : state, next: { lane, attempt, at: nextAttemptAt } }
}

/** The frozen bytes; undefined when they were erased. */
async function openBody(vault: Vault, { partnerId, sealed, dataKeyId }: Claimed): Promise<Buffer | undefined> {
  if (sealed === null || dataKeyId === null) throw new Error('an event without a body')
  return vault.openKept(partnerId, dataKeyId, sealed)
}

/** Where the event is personal, so may be what was answered to it. */
async function sealAnswer(vault: Vault, { partnerId, dataKeyId }: Claimed, { answer }: PartnerAnswer) {
  if (dataKeyId === null || answer === null) return undefined
  return { bytes: Buffer.from(await vault.seal(partnerId, dataKeyId, answer), 'base64'), dataKeyId }
}
