import type * as endpoints from '@florin/contract/endpoints/webhooks.ts'
import { act, type Handlers, read, write } from '../../kit/http/call.ts'
import { invalidField } from '../../kit/problem.ts'
import { type Endpoint, type EndpointSettings, noSettings } from './endpoint.ts'
import { getEvent, listEvents } from './list-events.ts'
import type { PartnerHttp } from './partner-http.ts'
import { probeEndpoint } from './probe-endpoint.ts'
import { replayEvent, replayEvents } from './replay-events.ts'
import { rotateSecret } from './rotate-secret.ts'
import { findEndpoint } from './store.ts'
import { updateEndpoint } from './update-endpoint.ts'

export interface WebhookRouteDeps {
  readonly http: PartnerHttp
  /** `PartnerDirectory`: whose data key seals the secrets. */
  readonly partners: { get(partnerId: string): Promise<{ readonly dataKeyId: string }> }
}

export function webhookRoutes({ http, partners }: WebhookRouteDeps): Handlers<typeof endpoints> {
  const dataKeyOf = async (partnerId: string): Promise<string> => (await partners.get(partnerId)).dataKeyId

  return {
    getWebhookSettings: read(async work => settingsOf(await findEndpoint(work.sql, work.partnerId))),

    updateWebhookSettings: write(async (work, { body }) => {
      const settings: EndpointSettings = {
        url: body.url ?? null,
        appendPath: body.appendPath ?? true,
        overrides: overridesOf(body.overrides),
        events: body.events ?? null,
      }
      refuseUncallable(http, settings)
      const dataKeyId = await dataKeyOf(work.partnerId)
      return settingsOf(await updateEndpoint(work, { settings, token: body.token, dataKeyId }))
    }),

    testWebhooks: act((work, { body }) => probeEndpoint(work, http, body.type)),

    rotateWebhookSecret: write(async work => {
      const { secret, previousValidUntil } = await rotateSecret(work, await dataKeyOf(work.partnerId))
      return { secret, previousValidUntil: previousValidUntil?.toISOString() ?? null }
    }),

    listEvents: read((work, { query: { after, ...query } }) =>
      listEvents(work, { ...query, after: after === undefined ? undefined : BigInt(after) }),
    ),

    getEvent: read((work, { params }) => getEvent(work, params.eventId)),

    replayEvent: write(async (work, { params }) => ({ replayed: await replayEvent(work, params.eventId) })),

    replayEvents: write(async (work, { body }) => {
      const { type, subject, undelivered, fromSequence, toSequence } = body
      const after = fromSequence === undefined ? undefined : BigInt(fromSequence) - 1n
      const upTo = toSequence === undefined ? undefined : BigInt(toSequence)
      return { replayed: await replayEvents(work, { type, subject, undelivered, after, upTo }) }
    }),
  }
}

function settingsOf(endpoint: Endpoint | undefined) {
  const { url, appendPath, overrides, events }: EndpointSettings = endpoint ?? noSettings
  return {
    url,
    appendPath,
    overrides: { ...overrides },
    events: events === null ? null : [...events],
    hasToken: endpoint !== undefined && endpoint.token !== null,
    hasSecret: endpoint !== undefined,
  }
}

const overridesOf = (given: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([type, url]): [string, string][] => (url === undefined ? [] : [[type, url]])),
  )

/** What will never be called is refused now; what a name stands for is judged at each call. */
function refuseUncallable(http: PartnerHttp, { url, overrides }: EndpointSettings): void {
  const refuse = (path: string, given: string): void => {
    const refusal = http.refusalOf(given)
    if (refusal !== undefined) throw invalidField(path, refusal)
  }
  if (url !== null) refuse('url', url)
  for (const [type, given] of Object.entries(overrides)) refuse(`overrides.${type}`, given)
}
