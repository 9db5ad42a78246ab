import { type EventType, events } from '@florin/contract/events.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { headersOf } from './deliver-event.ts'
import { OpenedEndpoint } from './endpoint-book.ts'
import { isHealthy, probeOf } from './health-watch.ts'
import { isAccepted, type PartnerAnswer, type PartnerHttp } from './partner-http.ts'
import { findEndpoint } from './store.ts'

/** What a call to the partner's endpoint came to. */
export interface Probe {
  readonly url: string
  readonly isAccepted: boolean
  readonly status: number | null
  readonly latencyMs: number
  /** What to do about it, where it was not accepted. */
  readonly error: string | null
}

export interface EndpointProbe {
  readonly health: Probe | null
  readonly delivery: Probe | null
}

/**
 * Tries the partner's endpoint at once: asks for its health where it has a base URL, and sends the documented example
 * of an event type, signed like a delivery but outside of the log. Throws P403 where there is no URL to call.
 */
export async function probeEndpoint(
  work: Work,
  http: PartnerHttp,
  type: EventType | undefined,
): Promise<EndpointProbe> {
  const found = await findEndpoint(work.sql, work.partnerId)
  const endpoint = found && (await OpenedEndpoint.open(work, found))
  const { healthUrl } = endpoint ?? {}
  const url = type === undefined ? undefined : endpoint?.urlFor(type)
  if (
    endpoint === undefined ||
    (type !== undefined && url === undefined) ||
    (type === undefined && healthUrl === undefined)
  )
    throw invalidField('type', noUrl(type))
  const health = healthUrl === undefined ? null : await askHealth(work, http, healthUrl, endpoint.token)
  return {
    health,
    delivery: type === undefined || url === undefined ? null : await sendExample(work, http, endpoint, type, url),
  }
}

const noUrl = (type: EventType | undefined): string =>
  type === undefined
    ? 'should not be empty when there is no base URL to ask for its health'
    : 'must be an event type that your settings have a URL for'

async function askHealth(
  { partnerId }: Work,
  http: PartnerHttp,
  url: string,
  token: string | undefined,
): Promise<Probe> {
  const answer = await http.call(probeOf(partnerId, url, token))
  return probe(url, answer, isHealthy(answer))
}

async function sendExample(
  work: Work,
  http: PartnerHttp,
  endpoint: OpenedEndpoint,
  type: EventType,
  url: string,
): Promise<Probe> {
  const { version, example } = events[type]
  const body = JSON.stringify(example)
  const answer = await http.call({
    channel: `${work.partnerId}/test`,
    method: 'POST',
    url,
    headers: headersOf(
      { id: work.newId(), type, version, body, sequence: '0' },
      endpoint.token,
      endpoint.keysAt(work.now),
    ),
    body,
  })
  return probe(url, answer, isAccepted(answer.status))
}

const probe = (url: string, answer: PartnerAnswer, accepted: boolean): Probe => ({
  url,
  isAccepted: accepted,
  status: answer.status,
  latencyMs: answer.latencyMs,
  error: answer.error ?? (accepted ? null : adviceOn(answer.status ?? 0)),
})

/** What a status that is no success mostly means. */
export function adviceOn(status: number): string {
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed; give the final URL`
  if (status === 401 || status === 403)
    return `HTTP ${status}: the endpoint refuses the token in the Authorization header`
  if (status === 404) return 'HTTP 404: there is nothing at this path'
  if (status === 405) return 'HTTP 405: the path does not accept POST'
  if (status === 415) return 'HTTP 415: the endpoint does not accept application/json'
  return `HTTP ${status}: any status but 2xx is a failure, and the event is sent again`
}
