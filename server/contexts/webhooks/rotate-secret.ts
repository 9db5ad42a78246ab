import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { rotateEndpoint } from './endpoint.ts'
import { makeSecret } from './signature.ts'
import { endpointStore } from './store.ts'
import { findOrOpenEndpoint, sealText } from './update-endpoint.ts'

export interface RotatedSecret {
  /** `whsec_…`: shown this once. */
  readonly secret: string
  /** Until then the one before signs too (those before it, each until its own end); null where there was none. */
  readonly previousValidUntil: Date | null
}

/** Makes a new signing secret. Throws P429 where too many former ones still sign. */
export async function rotateSecret(work: Work, dataKeyId: string): Promise<RotatedSecret> {
  const { endpoint, secret: first } = await findOrOpenEndpoint(work, dataKeyId)
  if (first !== undefined) return { secret: first, previousValidUntil: null }
  const secret = makeSecret()
  const sealed = await sealText(work, endpoint.dataKeyId, secret)
  const { former } = await commit(work, endpointStore, rotateEndpoint(endpoint, sealed, work.now))
  return { secret, previousValidUntil: former[0]?.validUntil ?? null }
}
