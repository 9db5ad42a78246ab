import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { type WrittenNote, writeNote } from '../review/index.ts'
import { mustFindHit } from './list-hits.ts'
import type { People } from './people.ts'

/** A note of the operator who asks, on a hit of any partner. P404, P412. */
export async function noteHit(
  work: Work,
  people: People,
  { hitId, text }: { readonly hitId: string; readonly text: string },
): Promise<WrittenNote> {
  const hit = await mustFindHit(work, hitId)
  const user = await people.look(work, hit)
  if (user === undefined) throw new Problem('P412')
  return writeNote(work, { partnerId: hit.partnerId, subjectId: hitId, dataKeyId: user.dataKeyId, text })
}
