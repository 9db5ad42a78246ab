import type { EventType } from '@florin/contract/events.ts'
import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import {
  createApiKey,
  createPartner,
  listKeys,
  listPartners,
  makeKey,
  type Partner,
  type PartnerDirectory,
  revokeApiKey,
  showKey,
  showNewKey,
  updatePartner,
} from '../partners/index.ts'
import { change, look } from './audited.ts'

/** Where a partner's events go. */
export interface WebhookChoice {
  readonly url: string | null
  readonly events: readonly EventType[] | null
}

/** What an operator sees and sets of a partner's webhooks; bound in app.ts. */
export interface PartnerWebhooks {
  /** The choices of those of the partners that made any. */
  find(work: Work, partnerIds: readonly string[]): Promise<ReadonlyMap<string, WebhookChoice>>
  /** Gives the partner of the unit of work its first URL; its secrets are sealed under the data key. Throws P403. */
  setUrl(work: Work, url: string, dataKeyId: string): Promise<void>
}

export interface PartnerRoutesParts {
  readonly environment: 'sandbox' | 'production'
  readonly directory: PartnerDirectory
  readonly webhooks: PartnerWebhooks
}

type PartnerEndpoints = Pick<
  typeof operatorEndpoints,
  | 'listPartners'
  | 'createPartner'
  | 'getPartner'
  | 'updatePartner'
  | 'listPartnerKeys'
  | 'createPartnerKey'
  | 'revokePartnerKey'
>

const models = { KYC: 'kyc', NO_KYC: 'no-kyc' } as const
const loops = { CLOSED: 'closed', OPEN: 'open' } as const

interface WireSettings {
  readonly timeZone?: string | undefined
  readonly fiatStatusDialect?: Partner['settings']['fiatStatusDialect'] | undefined
  readonly sepaLoop?: keyof typeof loops | undefined
  readonly lockLifeSeconds?: number | undefined
  readonly ratePerSecond?: number | undefined
  readonly rateBurst?: number | undefined
  readonly moneyRatePerSecond?: number | undefined
  readonly moneyRateBurst?: number | undefined
}

const settingsOf = (body: WireSettings) => ({
  timeZone: body.timeZone,
  fiatStatusDialect: body.fiatStatusDialect,
  sepaLoop: body.sepaLoop && loops[body.sepaLoop],
  lockSeconds: body.lockLifeSeconds,
  limits: {
    perSecond: body.ratePerSecond,
    burst: body.rateBurst,
    moneyPerSecond: body.moneyRatePerSecond,
    moneyBurst: body.moneyRateBurst,
  },
})

const showPartner = (
  { id, name, model, state, settings, createdAt }: Partner,
  webhooks: WebhookChoice | undefined,
): Answer<(typeof operatorEndpoints)['getPartner']> => ({
  partnerId: id,
  name,
  model: model === 'kyc' ? 'KYC' : 'NO_KYC',
  status: state === 'active' ? 'ACTIVE' : 'SUSPENDED',
  timeZone: settings.timeZone,
  fiatStatusDialect: settings.fiatStatusDialect,
  sepaLoop: settings.sepaLoop === 'open' ? 'OPEN' : 'CLOSED',
  lockLifeSeconds: settings.lockSeconds,
  ratePerSecond: settings.limits.perSecond,
  rateBurst: settings.limits.burst,
  moneyRatePerSecond: settings.limits.moneyPerSecond,
  moneyRateBurst: settings.limits.moneyBurst,
  webhookUrl: webhooks?.url ?? null,
  events: webhooks?.events ? [...webhooks.events] : null,
  createdAt: createdAt.toISOString(),
})

export function operatorPartnerRoutes(parts: PartnerRoutesParts): Handlers<PartnerEndpoints> {
  const { directory, environment, webhooks } = parts
  const show = async (work: Work, partner: Partner) =>
    showPartner(partner, (await webhooks.find(work, [partner.id])).get(partner.id))

  return {
    listPartners: look(async (work, { query }) => {
      const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
        listPartners(work.sql, { limit, before }),
      )
      const choices = await webhooks.find(
        work,
        items.map(({ id }) => id),
      )
      return { partners: items.map(partner => showPartner(partner, choices.get(partner.id))), nextCursor }
    }),

    createPartner: change('createPartner', async (work, { body }) => {
      const { name, model, webhookUrl } = body
      const partner = await createPartner(work, { name, model: models[model], settings: settingsOf(body) })
      if (webhookUrl !== undefined)
        await webhooks.setUrl({ ...work, partnerId: partner.id }, webhookUrl, partner.dataKeyId)
      return show(work, partner)
    }),

    getPartner: look(async (work, { params }) => show(work, await directory.get(params.partnerId))),

    updatePartner: change('updatePartner', async (work, { body }) => {
      const { name, isSuspended } = body
      return show(work, await updatePartner(work, { name, isSuspended, settings: settingsOf(body) }, directory))
    }),

    listPartnerKeys: look(async (work, { params, query }) => {
      await directory.get(params.partnerId)
      const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
        listKeys(work.sql, params.partnerId, { limit, before }),
      )
      return { apiKeys: items.map(showKey), nextCursor }
    }),

    createPartnerKey: change('createPartnerKey', async (work, { params, body }) => {
      await directory.get(params.partnerId)
      const { name, scopes } = body
      const key = makeKey(environment)
      return showNewKey(await createApiKey(work, { name, scopes, key }), key)
    }),

    revokePartnerKey: change('revokePartnerKey', async (work, { params }) => {
      await directory.get(params.partnerId)
      // An operator may take a partner's last key: it acts when keys have leaked.
      return showKey(await revokeApiKey(work, { keyId: params.keyId, keepsAdmin: false }, directory))
    }),
  }
}
