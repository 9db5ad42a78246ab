import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { type WrittenNote, writeNote } from '../review/index.ts'
import { mustFindUserById } from '../users/index.ts'
import { findCase } from './store.ts'

/** A note of the operator who asks, on a case of any partner. P445, P412. */
export async function noteCase(
  work: Work,
  { caseId, text }: { readonly caseId: string; readonly text: string },
): Promise<WrittenNote> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase === undefined) throw new Problem('P445')
  const { partnerId, userId } = kycCase
  const { dataKeyId } = await mustFindUserById({ ...work, partnerId }, userId)
  return writeNote(work, { partnerId, subjectId: caseId, dataKeyId, text })
}
