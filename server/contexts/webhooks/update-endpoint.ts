import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { changeEndpoint, type Endpoint, type EndpointSettings, noSettings, openEndpoint } from './endpoint.ts'
import { keyOfSecret, makeSecret } from './signature.ts'
import { endpointStore, findEndpoint } from './store.ts'

export interface EndpointUpdate {
  readonly settings: EndpointSettings
  /** The raw Authorization header; undefined: the present one stays. */
  readonly token?: string | undefined
  /** Made where the endpoint is new and none is given. */
  readonly secret?: string | undefined
  /** The partner's data key: it seals token and secret. */
  readonly dataKeyId: string
}

/** Sets where and how the partner's events are sent, replacing all that was set but the token. */
export async function updateEndpoint(work: Work, update: EndpointUpdate): Promise<Endpoint> {
  const found = await findEndpoint(work.sql, work.partnerId)
  if (found === undefined) return openWith(work, update)
  const token = await seal(work, found.dataKeyId, update.token)
  return commit(work, endpointStore, changeEndpoint(found, update.settings, token, work.now))
}

/** The partner's endpoint; one that says nothing yet where there is none. */
export async function findOrOpenEndpoint(
  work: Work,
  dataKeyId: string,
): Promise<{ endpoint: Endpoint; isNew: boolean; secret?: string }> {
  const found = await findEndpoint(work.sql, work.partnerId)
  if (found !== undefined) return { endpoint: found, isNew: false }
  const secret = makeSecret()
  return { endpoint: await openWith(work, { settings: noSettings, dataKeyId, secret }), isNew: true, secret }
}

async function openWith(
  work: Work,
  { settings, token, secret = makeSecret(), dataKeyId }: EndpointUpdate,
): Promise<Endpoint> {
  keyOfSecret(secret)
  const opened = openEndpoint({
    ...settings,
    partnerId: work.partnerId,
    dataKeyId,
    token: (await seal(work, dataKeyId, token)) ?? null,
    secret: await sealText(work, dataKeyId, secret),
    former: [],
    createdAt: work.now,
  })
  return commit(work, endpointStore, opened)
}

const seal = (work: Work, dataKeyId: string, text: string | undefined): Promise<Buffer | undefined> =>
  text === undefined ? Promise.resolve(undefined) : sealText(work, dataKeyId, text)

export const sealText = async ({ vault, partnerId }: Work, dataKeyId: string, text: string): Promise<Buffer> =>
  Buffer.from(await vault.seal(partnerId, dataKeyId, text), 'base64')
