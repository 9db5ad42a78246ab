import type { Work } from '../../kit/work/work.ts'
import type { ReviewSubject, WrittenNote } from './note.ts'
import { findNotes } from './store.ts'

/** All notes on a subject, oldest first; without their texts once the person is erased. */
export async function readNotes(work: Work, subject: ReviewSubject): Promise<WrittenNote[]> {
  const notes = await findNotes(work.sql, subject.partnerId, subject.subjectId)
  return Promise.all(
    notes.map(async note => ({
      author: note.author,
      text: (await work.vault.openKept(subject.partnerId, subject.dataKeyId, note.sealedText))?.toString() ?? '',
      writtenAt: note.writtenAt,
    })),
  )
}
