import type { Config } from './config.ts'
import type { operatorRoutes } from './contexts/operator/index.ts'
import type { DemoPartner, PartnerDirectory } from './contexts/partners/index.ts'
import {
  DeliveryWorker,
  findEndpoints,
  makeSequencer,
  measureWebhooks,
  noSettings,
  seedEndpoint,
  updateEndpoint,
  webhookRoutes,
  webhooksOutlook,
} from './contexts/webhooks/index.ts'
import type { Kernel } from './kit/kernel.ts'
import { invalidField } from './kit/problem.ts'
import { HttpPartners } from './rails/partner-http/adapter.ts'

/** Webhooks with the partners' servers behind them: what app.ts adds to its lists. */
export function bindWebhooks(kernel: Kernel, config: Config, parts: { partners: PartnerDirectory; holder: string }) {
  const http = new HttpPartners({
    allowPrivate: config.ALLOW_PRIVATE_WEBHOOKS ?? config.MODE === 'sandbox',
    requireHttps: config.MODE === 'production',
  })
  measureWebhooks(kernel)
  return {
    handlers: webhookRoutes({ http, partners: parts.partners }),
    sequencer: makeSequencer(kernel, parts.holder),
    worker: new DeliveryWorker(kernel, http),
    lookAhead: (now: Date) => webhooksOutlook(kernel.pool, now),
    operator: operatorOf(http),
    seed: (partners: readonly DemoPartner[]) => seed(kernel, config, partners),
    close: () => http.close(),
  }
}

/** What an operator sees of a partner's endpoint, and the URL that a new partner starts with. */
const operatorOf = (http: HttpPartners): Parameters<typeof operatorRoutes>[0]['webhooks'] => ({
  find: async ({ sql }, partnerIds) =>
    new Map((await findEndpoints(sql, partnerIds)).map(endpoint => [endpoint.partnerId, endpoint])),
  async setUrl(work, url, dataKeyId) {
    const refusal = http.refusalOf(url)
    if (refusal !== undefined) throw invalidField('webhookUrl', refusal)
    await updateEndpoint(work, { settings: { ...noSettings, url }, dataKeyId })
  },
})

/** The settings' endpoint for the sandbox's partners. */
async function seed(kernel: Kernel, config: Config, partners: readonly DemoPartner[]): Promise<void> {
  const url = config.DEMO_WEBHOOK_URL
  if (url === undefined) return
  const token = config.DEMO_WEBHOOK_TOKEN?.reveal()
  const secret = config.DEMO_WEBHOOK_SECRET?.reveal()
  for (const { partner } of partners) {
    await seedEndpoint(kernel, { partnerId: partner.id, dataKeyId: partner.dataKeyId, url, token, secret })
  }
}
