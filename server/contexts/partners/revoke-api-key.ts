import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type ApiKey, revokeKey } from './api-key.ts'
import type { PartnerDirectory } from './directory.ts'
import { countChange, findKey, findLiveKeys, keyStore, lockPartner } from './store.ts'

/**
 * Revokes a key of the partner of the unit of work; one that is revoked already stays as it is. `keepsAdmin`: the
 * partner itself asks, and may not revoke its last key with the scope admin (P403). Throws P404.
 */
export async function revokeApiKey(
  work: Work,
  command: { readonly keyId: string; readonly keepsAdmin: boolean },
  directory: PartnerDirectory,
): Promise<ApiKey> {
  await lockPartner(work.sql, work.partnerId)
  const key = await findKey(work.sql, work.partnerId, command.keyId)
  if (key === undefined) throw new Problem('P404', 'There is no such key.')
  const live = command.keepsAdmin ? await findLiveKeys(work.sql, work.partnerId) : undefined
  const others = live?.filter(({ id }) => id !== key.id)
  const decision = revokeKey(key, work.now, others)
  if (decision === undefined) return key
  const revoked = await commit(work, keyStore, decision)
  directory.expect(await countChange(work.sql))
  return revoked
}
