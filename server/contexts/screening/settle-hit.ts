import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type Disposition, holds, settle } from './hit.ts'
import { findHit, findHitsOfUser, hitStore } from './hit-store.ts'
import { type OpenHit, openHitOf } from './list-hits.ts'
import type { People } from './people.ts'

/**
 * An operator says whether a user is the person of the list; whoever is, is suspended in the same commit, and whoever is
 * not is held no longer. The same disposition again changes nothing. P404; P403: the hit has lapsed.
 */
export async function settleHit(
  work: Work,
  people: People,
  { hitId, disposition }: { readonly hitId: string; readonly disposition: Disposition },
): Promise<OpenHit> {
  const hit = await findHit(work.sql, hitId)
  if (hit === undefined) throw new Problem('P404', 'There is no such hit.')
  const own: Work = { ...work, partnerId: hit.partnerId }
  if (hit.state === disposition) return openHitOf(own, people, hit)
  const decision = settle(hit, disposition, work.actor, work.now)
  if (decision === undefined)
    throw new Problem('P404', 'The hit has lapsed: the list does not name the person any more.')
  const next = await commit(own, hitStore, decision)
  if (disposition === 'TRUE_MATCH') await people.suspend(own, hit.userId)
  const hits = await findHitsOfUser(own.sql, hit.partnerId, hit.userId)
  await people.restrain(own, { userId: hit.userId, isHeld: hits.some(holds) })
  return openHitOf(own, people, next)
}
