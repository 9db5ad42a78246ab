import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Note, NoteSubject, WrittenNote } from './note.ts'
import { findNotes } from './store.ts'

/** All notes on a subject, oldest first; without their texts once the person is erased. */
export async function readNotes(work: Work, subject: NoteSubject): Promise<WrittenNote[]> {
  const notes = await findNotes(work.sql, subject.partnerId, subject.subjectId)
  return Promise.all(
    notes.map(async note => ({
      author: note.author,
      text: await textOf(work, subject, note),
      writtenAt: note.writtenAt,
    })),
  )
}

async function textOf({ vault }: Work, { partnerId, dataKeyId }: NoteSubject, { sealedText }: Note): Promise<string> {
  try {
    return (await vault.open(partnerId, dataKeyId, sealedText)).toString()
  } catch (error) {
    if (error instanceof Erased) return ''
    throw error
  }
}
