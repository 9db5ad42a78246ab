import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { type WrittenNote, writeNote } from '../review/index.ts'
import { mustFindUserById } from '../users/index.ts'
import { findPoa } from './poa-store.ts'

/** A note of the operator who asks, on a proof of address of any partner. P460, P412. */
export async function notePoa(
  work: Work,
  { poaId, text }: { readonly poaId: string; readonly text: string },
): Promise<WrittenNote> {
  const poa = await findPoa(work.sql, poaId)
  if (poa === undefined) throw new Problem('P460')
  const { partnerId, userId } = poa
  const { dataKeyId } = await mustFindUserById({ ...work, partnerId }, userId)
  return writeNote(work, { partnerId, subjectId: poaId, dataKeyId, text })
}
