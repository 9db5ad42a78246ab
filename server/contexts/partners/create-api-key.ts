import type { Scope } from '@florin/contract/kernel/endpoint.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type ApiKey, issueKey } from './api-key.ts'
import { countChange, keyStore } from './store.ts'

/** Keeps the hash of `key` for the partner of the unit of work. Whoever calls shows the key, this once. */
export async function createApiKey(
  work: Work,
  command: { readonly name: string; readonly scopes: readonly Scope[]; readonly key: string },
): Promise<ApiKey> {
  const { name, scopes, key } = command
  const fresh = { partnerId: work.partnerId, id: work.newId(), name, scopes, createdAt: work.now }
  const made = await commit(work, keyStore, issueKey(fresh, key))
  await countChange(work.sql)
  return made
}
