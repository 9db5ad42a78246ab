import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { destroyAfter, findUserById } from '../users/index.ts'
import { fileStore, findDueFiles, findFiles } from './file-store.ts'
import { erase, retain } from './kyc-file.ts'
import type { ObjectStore } from './object-store.ts'

/** The files of a deleted user get the date after which they are erased; without effect for any other. */
export async function retainFiles(work: Work, userId: string): Promise<void> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  if (user?.stage !== 'DELETED' || user.deletedAt === null) return
  const until = destroyAfter(user, user.deletedAt)
  for (const file of await findFiles(work.sql, work.partnerId, userId)) {
    if (file.deleteAfter === null) await commit(work, fileStore, retain(file, until))
  }
}

const countAtOnce = 100

/** Takes files whose time has come out of the store, then says so in their rows. Returns how many. */
export async function eraseFiles(kernel: Kernel, store: ObjectStore): Promise<number> {
  const due = await findDueFiles(kernel.pool, await kernel.clock.now(), countAtOnce)
  for (const file of due) {
    await store.remove(file.objectKey)
    await transact(kernel, { actor: `job:${kind}`, partnerId: file.partnerId }, work =>
      commit(work, fileStore, erase(file, work.now)),
    )
  }
  return due.length
}

const kind = 'kyc.erase-files'

/** Looks every hour. The users' data keys are destroyed at the same moment: what a store or backup still has is noise. */
export const eraseFilesJob = (kernel: Kernel, store: ObjectStore): JobHandler => ({
  kind,
  periodic: { everyMs: 3_600_000 },
  async run() {
    while ((await eraseFiles(kernel, store)) === countAtOnce);
  },
})
