import { hash } from 'node:crypto'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { findActiveLoad, findLoadUnderWay, lockList } from './load-store.ts'
import { readLoad } from './read-load.ts'
import { receiveList, receivePart, submitList } from './receive-list.ts'
import { sandboxList } from './sandbox-list.ts'

const list = 'sandbox'

/** Loads the made-up list by the operator's own way, unless it is there. Several processes may start at once. */
export async function seedSandboxList(kernel: Kernel): Promise<void> {
  const content = Buffer.from(sandboxList)
  const sha256 = hash('sha256', content, 'hex')
  const loadId = await transact(kernel, { actor: 'system:seed', partnerId: NIL_ID }, async work => {
    await lockList(work.sql, list)
    const underWay = await findLoadUnderWay(work.sql, list)
    const active = await findActiveLoad(work.sql, list)
    if (underWay !== undefined || active?.sha256.toString('hex') === sha256) return undefined
    const { id } = await receiveList(work, { list, sha256, sizeBytes: content.length, isShrinkAllowed: true })
    await receivePart(work, { loadId: id, position: 0, content })
    await submitList(work, id)
    return id
  })
  // The job would read it too; now whoever is created first is compared already.
  if (loadId !== undefined) await readLoad(kernel, loadId)
}
