import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type Endpoint, noSettings, replaceSecret } from './endpoint.ts'
import { keyOfSecret } from './signature.ts'
import { endpointStore, findEndpoint } from './store.ts'
import { sealText, updateEndpoint } from './update-endpoint.ts'

export interface EndpointSeed {
  readonly partnerId: string
  readonly dataKeyId: string
  readonly url: string
  readonly token: string | undefined
  /** `whsec_…` */
  readonly secret: string | undefined
}

/**
 * Gives a demo partner of the sandbox the endpoint of the settings: what they name wins at every start, the rest stays
 * as the partner chose it. Throws RangeError for a bad secret.
 */
export async function seedEndpoint(kernel: Kernel, seed: EndpointSeed): Promise<void> {
  await transact(kernel, { actor: 'system:seed', partnerId: seed.partnerId }, async work => {
    const found = await findEndpoint(work.sql, seed.partnerId)
    const { url, token, secret, dataKeyId } = seed
    if (found === undefined) {
      await updateEndpoint(work, { settings: { ...noSettings, url }, dataKeyId, token, secret })
      return
    }
    if (found.url !== url || (token !== undefined && (await open(work, found, found.token)) !== token))
      await updateEndpoint(work, { settings: { ...found, url }, dataKeyId, token })
    if (secret !== undefined && (await open(work, found, found.secret)) !== secret) await rotate(work, secret)
  })
}

async function rotate(work: Work, secret: string): Promise<void> {
  const endpoint = await findEndpoint(work.sql, work.partnerId)
  if (endpoint === undefined) throw new Error('the endpoint is gone')
  keyOfSecret(secret)
  await commit(work, endpointStore, replaceSecret(endpoint, await sealText(work, endpoint.dataKeyId, secret), work.now))
}

const open = async (
  { vault }: Work,
  { partnerId, dataKeyId }: Endpoint,
  sealed: Buffer | null,
): Promise<string | null> => (sealed === null ? null : String(await vault.open(partnerId, dataKeyId, sealed)))
