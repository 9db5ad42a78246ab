import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUserById } from '../users/index.ts'
import { noteStore } from './note-store.ts'
import { findCase } from './store.ts'

export interface WrittenNote {
  readonly author: string
  readonly text: string
  readonly writtenAt: Date
}

/** A note of the operator who asks, on a case of any partner. P445, P412. */
export async function noteCase(
  work: Work,
  { caseId, text }: { readonly caseId: string; readonly text: string },
): Promise<WrittenNote> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase === undefined) throw new Problem('P445')
  const { partnerId } = kycCase
  const own: Work = { ...work, partnerId }
  const { dataKeyId } = await mustFindUserById(own, kycCase.userId)
  const sealedText = await work.vault.sealBytes(partnerId, dataKeyId, text)
  const note = { partnerId, id: work.newId(), subjectId: caseId, author: work.actor, sealedText, writtenAt: work.now }
  await commit(own, noteStore, { next: note })
  return { author: note.author, text, writtenAt: note.writtenAt }
}
