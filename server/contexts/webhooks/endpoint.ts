import { type EventType, events } from '@florin/contract/events.ts'
import { Problem } from '../../kit/problem.ts'
import type { AuditNote, Decision } from '../../kit/work/decision.ts'

/** A signing secret that was replaced. It signs too, until its day has ended. */
export interface FormerSecret {
  readonly sealed: Buffer
  readonly validUntil: Date
}

/** Where and how a partner's events are sent. Secrets are sealed under the partner's data key. */
export interface Endpoint {
  readonly partnerId: string
  /** Null: nothing is sent, except by `overrides`. */
  readonly url: string | null
  /** Each event goes to `url` and its path; otherwise all go to `url` as it is. */
  readonly appendPath: boolean
  /** Event type → a URL that is called as it is. */
  readonly overrides: Readonly<Record<string, string>>
  /** Null: the defaults of the contract. */
  readonly events: readonly EventType[] | null
  readonly dataKeyId: string
  readonly token: Buffer | null
  readonly secret: Buffer
  /** Newest first; also some whose day has ended. */
  readonly former: readonly FormerSecret[]
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What a partner chooses. */
export interface EndpointSettings {
  readonly url: string | null
  readonly appendPath: boolean
  readonly overrides: Readonly<Record<string, string>>
  readonly events: readonly EventType[] | null
}

export const noSettings: EndpointSettings = { url: null, appendPath: true, overrides: {}, events: null }

/** How long a secret still signs after it was replaced. */
export const rotationMs = 24 * 3_600_000

/** How many replaced secrets may sign at a time: each makes the header of every delivery longer by 48 bytes. */
export const formerMax = 9

const note = (action: string, next: Endpoint): AuditNote => {
  const { url, appendPath, overrides, events: chosen } = next
  return { action, subject: `partner:${next.partnerId}`, detail: { url, appendPath, overrides, events: chosen } }
}

export function openEndpoint(endpoint: Omit<Endpoint, 'version' | 'updatedAt'>): Decision<Endpoint> {
  const next = { ...endpoint, version: 1, updatedAt: endpoint.createdAt }
  return { next, note: [note('webhooks.create', next)] }
}

/** Replaces the settings as a whole; the token stays unless another is given. */
export function changeEndpoint(
  endpoint: Endpoint,
  settings: EndpointSettings,
  token: Buffer | undefined,
  now: Date,
): Decision<Endpoint> {
  const next = {
    ...endpoint,
    ...settings,
    token: token ?? endpoint.token,
    version: endpoint.version + 1,
    updatedAt: now,
  }
  return { next, note: [note('webhooks.update', next)] }
}

/** The former secrets that still sign, newest first. */
export const stillValid = <S extends Pick<FormerSecret, 'validUntil'>>(former: readonly S[], now: Date): readonly S[] =>
  former.filter(({ validUntil }) => now < validUntil)

/**
 * The new secret signs from now on, the current one along with it for a day, and those before it until their own days
 * have ended. Throws P429 where as many as may sign already: none that was promised a day is ended before.
 */
export function rotateEndpoint(endpoint: Endpoint, secret: Buffer, now: Date): Decision<Endpoint> {
  const inTheWay = stillValid(endpoint.former, now)[formerMax - 1]
  if (inTheWay !== undefined) {
    const { validUntil } = inTheWay
    throw new Problem(
      'P429',
      `At most ${formerMax} former secrets sign at a time: the next rotation is possible at ${validUntil.toISOString()}.`,
      { retryAfterSeconds: Math.ceil((validUntil.getTime() - now.getTime()) / 1_000) },
    )
  }
  return replaceSecret(endpoint, secret, now)
}

/** As a rotation, and never refused: where too many former secrets would sign, the oldest gives way. */
export function replaceSecret(endpoint: Endpoint, secret: Buffer, now: Date): Decision<Endpoint> {
  const replaced = { sealed: endpoint.secret, validUntil: new Date(now.getTime() + rotationMs) }
  const next = {
    ...endpoint,
    secret,
    former: [replaced, ...stillValid(endpoint.former, now)].slice(0, formerMax),
    version: endpoint.version + 1,
    updatedAt: now,
  }
  return { next, note: [note('webhooks.rotate', next)] }
}

/** The URL that an event of this type is sent to; undefined where there is none. */
export function destinationOf(endpoint: EndpointSettings, type: EventType): string | undefined {
  const own = endpoint.overrides[type]
  if (own !== undefined) return own
  if (endpoint.url === null) return undefined
  return endpoint.appendPath ? below(endpoint.url, events[type].path) : endpoint.url
}

/** Where an endpoint says how it is; only a base URL has such a place. */
export const healthUrlOf = (endpoint: EndpointSettings): string | undefined =>
  endpoint.url !== null && endpoint.appendPath ? below(endpoint.url, '/webhook/health') : undefined

/** The path goes before a query that the base URL may have. */
function below(base: string, path: string): string {
  const url = new URL(base)
  url.pathname = url.pathname.replace(/\/+$/, '') + path
  return url.href
}
