import { NIL_ID } from '../../kit/ids.ts'
import { scheduleDestruction } from '../../kit/vault-store.ts'
import type { Work } from '../../kit/work/work.ts'

/** Records of transactions are kept for ten years (accounting law of the member states: six to ten). */
const retentionYears = 10

/** A data key of a message's own, of the nil partner: what banks write is about many people. It goes when the law allows. */
export async function createMessageKey(work: Work): Promise<string> {
  const dataKeyId = work.newId()
  await work.vault.createKey(work.sql, NIL_ID, dataKeyId, work.now)
  const deleteAfter = new Date(work.now)
  deleteAfter.setUTCFullYear(deleteAfter.getUTCFullYear() + retentionYears)
  await scheduleDestruction(work.sql, NIL_ID, dataKeyId, deleteAfter)
  return dataKeyId
}
