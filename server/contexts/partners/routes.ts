import type { getFees } from '@florin/contract/endpoints/partner-settings.ts'
import type { endpoints } from '@florin/contract/index.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { apiKey } from '@florin/contract/shapes/api-key.ts'
import { z } from 'zod'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import { byId, listPage, type Position } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import { type ApiKey, makeKey } from './api-key.ts'
import { cryptoBalanceOf, fiatBalanceOf, type RateOf } from './balance-answer.ts'
import { createApiKey } from './create-api-key.ts'
import type { PartnerDirectory } from './directory.ts'
import { countryReference, currencyReference } from './reference.ts'
import { replaceIpAllowlist } from './replace-ip-allowlist.ts'
import type { LoggedRequest } from './request-batch.ts'
import { type LogPosition, listLines } from './request-log-store.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { findRanges, listKeys } from './store.ts'

/** What others know and the partner's own pages show; bound in app.ts. */
export interface PartnerRoutesParts {
  readonly environment: 'sandbox' | 'production'
  readonly directory: PartnerDirectory
  /** What the partner of the unit of work pays now. */
  readonly showFees: (work: Work) => Promise<Answer<typeof getFees>>
  readonly loadRates: (work: Work) => Promise<RateOf>
  /** The partner's own virtual IBAN; null as long as there is none. */
  readonly findIban: (work: Work) => Promise<string | null>
  /** The partner's own deposit addresses: currency → network → address. */
  readonly findWallets: (work: Work) => Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>
}

type PartnerEndpoints = Pick<
  typeof endpoints,
  | 'listApiKeys'
  | 'createApiKey'
  | 'deleteApiKey'
  | 'getIpAllowlist'
  | 'updateIpAllowlist'
  | 'listRequests'
  | 'getFees'
  | 'getPartnerBalances'
  | 'listCurrencies'
  | 'listCountries'
>

const namesOf = (key: ApiKey) => ({
  keyId: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  createdAt: key.createdAt.toISOString(),
})

/** A key as it is shown afterwards: never itself. */
export const showKey = (key: ApiKey): z.input<typeof apiKey> => ({
  ...namesOf(key),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
})

/** A key as it is shown once. */
export const showNewKey = (made: ApiKey, key: string) => ({ ...namesOf(made), apiKey: key })

const logPosition: Position<LoggedRequest, LogPosition> = {
  schema: z.object({ at: z.iso.datetime(), id: z.uuid() }),
  of: ({ at, id }) => ({ at: at.toISOString(), id }),
}

export function partnerRoutes(parts: PartnerRoutesParts): Handlers<PartnerEndpoints> {
  const { environment, directory } = parts
  return {
    listApiKeys: read(async ({ sql }, { caller, query }) => {
      const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
        listKeys(sql, caller.partnerId, { limit, before }),
      )
      return { apiKeys: items.map(showKey), nextCursor }
    }),

    createApiKey: write(async (work, { body }) => {
      const key = makeKey(environment)
      return showNewKey(await createApiKey(work, { ...body, key }), key)
    }),

    deleteApiKey: write(async (work, { params }) =>
      showKey(await revokeApiKey(work, { keyId: params.keyId, keepsAdmin: true }, directory)),
    ),

    getIpAllowlist: read(async ({ sql }, { caller }) => ({ ranges: await findRanges(sql, caller.partnerId) })),

    updateIpAllowlist: write(async (work, { body, ip }) => {
      const mustAllow = environment === 'production' ? ip : undefined
      await replaceIpAllowlist(work, { ranges: body.ranges, mustAllow }, directory)
      return { ranges: body.ranges }
    }),

    listRequests: read(async ({ sql }, { caller, query }) => {
      const { items, nextCursor } = await listPage(query, logPosition, (limit, after) =>
        listLines(sql, caller.partnerId, query, { limit, after }),
      )
      return { requests: items.map(showLine), nextCursor }
    }),

    getFees: read(work => parts.showFees(work)),

    getPartnerBalances: read(async work => {
      const { sql, partnerId } = work
      const [balances, rateOf, iban, wallets] = await Promise.all([
        findBalances(sql, partnerId, partnerId),
        parts.loadRates(work),
        parts.findIban(work),
        parts.findWallets(work),
      ])
      const isMainnet = environment === 'production'
      return {
        partnerId,
        fiatBalances: balances
          .filter(({ asset }) => asset === 'eur')
          .map(balance => fiatBalanceOf(balance, { iban, status: 'ACTIVE' })),
        cryptoBalances: balances
          .filter(({ asset }) => asset !== 'eur')
          .map(balance => cryptoBalanceOf(balance, { rateOf, isMainnet, wallets: wallets[balance.asset] ?? {} })),
      }
    }),

    listCurrencies: read(async () => currencyReference),
    listCountries: read(async () => countryReference),
  }
}

/** Bodies and queries are not kept: they hold personal data. */
const showLine = (line: LoggedRequest) => ({
  requestId: line.id,
  at: line.at.toISOString(),
  method: line.method,
  path: line.path,
  call: line.endpointId,
  status: line.status,
  errorCode: line.errorCode,
  errorMessage: line.errorMessage,
  latencyMs: line.latencyMs,
  keyId: line.keyId,
  ip: line.ip,
  idempotencyKey: line.idempotencyKey,
  isReplayed: line.replayed,
})
