import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { destroyDueKeys as destroyKeys } from '../../kit/vault-store.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { eraseUsers } from './store.ts'

/**
 * Destroys the data keys whose time has come, and empties what still stands in clear in the rows of their users: what
 * the keys sealed is gone everywhere, also in events, history and backups. Returns the keys that are gone.
 */
export async function destroyDueKeys(work: Work): Promise<readonly { partnerId: string; id: string }[]> {
  const keys = await destroyKeys(work.sql, work.now)
  const erased = await eraseUsers(
    work.sql,
    keys.map(key => key.id),
    work.now,
  )
  await commitEffects(work, [
    { note: erased.map(({ partnerId, id }) => ({ action: 'user.erased', subject: id, detail: { partnerId } })) },
  ])
  return keys
}

const kind = 'users.destroy-keys'

/** Looks every hour. */
export const dueKeysJob = (kernel: Kernel): JobHandler => ({
  kind,
  periodic: { everyMs: 3_600_000 },
  async run() {
    const keys = await transact(kernel, { actor: `job:${kind}`, partnerId: NIL_ID }, destroyDueKeys)
    for (const { partnerId, id } of keys) kernel.vault.forget(partnerId, id)
  },
})
