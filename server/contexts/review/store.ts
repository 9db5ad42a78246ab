import type { Sql } from '../../kit/sql.ts'
import type { Store } from '../../kit/work/decision.ts'
import type { Note } from './note.ts'

export const noteStore: Store<Note> = {
  async save({ sql }, note) {
    await sql.query(
      `insert into review.note (partner_id, id, subject_id, author, sealed_text, written_at) values ($1, $2, $3, $4, $5, $6)`,
      [note.partnerId, note.id, note.subjectId, note.author, note.sealedText, note.writtenAt],
    )
  },
}

/** All notes on a subject, oldest first. */
export async function findNotes(sql: Sql, partnerId: string, subjectId: string): Promise<Note[]> {
  const { rows } = await sql.query<Note>(
    `select partner_id as "partnerId", id, subject_id as "subjectId", author, sealed_text as "sealedText",
       written_at as "writtenAt" from review.note where partner_id = $1 and subject_id = $2 order by id`,
    [partnerId, subjectId],
  )
  return rows
}
