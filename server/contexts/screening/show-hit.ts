import type { Work } from '../../kit/work/work.ts'
import { readNotes, type WrittenNote } from '../review/index.ts'
import { mustFindHit, type OpenHit, openHitOf } from './list-hits.ts'
import type { People } from './people.ts'

/** A hit with what operators wrote about it, oldest first. P404. */
export async function showHit(
  work: Work,
  people: People,
  hitId: string,
): Promise<OpenHit & { readonly notes: readonly WrittenNote[] }> {
  const hit = await mustFindHit(work, hitId)
  const user = await people.look(work, hit)
  const { partnerId } = hit
  const notes = user && (await readNotes(work, { partnerId, subjectId: hitId, dataKeyId: user.dataKeyId }))
  return { ...(await openHitOf(work, people, hit)), notes: notes ?? [] }
}
