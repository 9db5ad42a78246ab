import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { ReviewSubject, WrittenNote } from './note.ts'
import { noteStore } from './store.ts'

/** A note of the operator who asks, under the data key of the person whom it is about. */
export async function writeNote(
  work: Work,
  { text, ...subject }: ReviewSubject & { text: string },
): Promise<WrittenNote> {
  const { partnerId, subjectId, dataKeyId } = subject
  const sealedText = await work.vault.sealBytes(partnerId, dataKeyId, text)
  const note = { partnerId, id: work.newId(), subjectId, author: work.actor, sealedText, writtenAt: work.now }
  await commit({ ...work, partnerId }, noteStore, { next: note })
  return { author: note.author, text, writtenAt: note.writtenAt }
}
