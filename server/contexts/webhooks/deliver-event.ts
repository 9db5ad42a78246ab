import type { KeyObject } from 'node:crypto'
import { realNow } from '../../kit/clock/clock.ts'
import { randomFraction, uuidv7 } from '../../kit/ids.ts'
import { Erased, type Vault } from '../../kit/vault.ts'
import { afterFailure } from './delivery.ts'
import type { Claimed, ResultRow } from './delivery-store.ts'
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
  const row = { partner_id: claimed.partnerId, sequence: String(claimed.sequence) }
  const unsent = (outcome: 'undelivered' | 'erased'): Delivered => ({
    answer: undefined,
    result: () => ({ ...row, outcome }),
  })
  const url = endpoint.urlFor(claimed.type)
  if (url === undefined) return unsent('undelivered')
  const body = await bodyOf(vault, claimed)
  if (body === undefined) return unsent('erased')
  const { eventId: id, type, version } = claimed
  const answer = await http.call({
    channel: claimed.partnerId,
    method: 'POST',
    url,
    headers: headersOf({ id, type, version, body, sequence: row.sequence }, endpoint.token, endpoint.keysAt(now)),
    body,
  })
  const accepted = isAccepted(answer.status)
  const kept = await answerToKeep(vault, claimed, answer)
  const result = (at: Date): ResultRow => ({
    ...row,
    ...(accepted ? { outcome: 'delivered' } : failed(claimed, at)),
    id: uuidv7(at),
    at,
    url,
    status: answer.status,
    latency_ms: answer.latencyMs,
    ...kept,
    error: answer.error,
  })
  return { answer, result }
}

function failed(claimed: Claimed, at: Date): Pick<ResultRow, 'outcome' | 'lane' | 'attempt' | 'next_attempt_at'> {
  const { state, lane, attempt, nextAttemptAt } = afterFailure(claimed, at, randomFraction())
  return { outcome: state === 'due' ? 'retry' : state, lane, attempt, next_attempt_at: nextAttemptAt }
}

/** The frozen bytes; undefined when they were erased. */
async function bodyOf(
  vault: Vault,
  { partnerId, body, sealed, dataKeyId }: Claimed,
): Promise<string | Buffer | undefined> {
  if (body !== null) return body
  if (sealed === null || dataKeyId === null) throw new Error('an event without a body')
  try {
    return await vault.open(partnerId, dataKeyId, sealed)
  } catch (error) {
    if (error instanceof Erased) return undefined
    throw error
  }
}

/** Where the event is personal, so may be what was answered to it. */
async function answerToKeep(
  vault: Vault,
  { partnerId, sealed, dataKeyId }: Claimed,
  { answer }: PartnerAnswer,
): Promise<Pick<ResultRow, 'answer' | 'sealed' | 'data_key_id'>> {
  if (sealed === null || dataKeyId === null || answer === null) return { answer }
  return { sealed: await vault.seal(partnerId, dataKeyId, answer), data_key_id: dataKeyId }
}
