import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { needsSecond, refuseClaimed } from '../review/index.ts'
import { type Disposition, dismissFirst, type Hit, holds, settle } from './hit.ts'
import { findHitsOfUser, hitStore } from './hit-store.ts'
import { mustFindHit, type OpenHit, openHitOf } from './list-hits.ts'
import type { People } from './people.ts'

/**
 * An operator says whether a user is the person of the list; whoever is, is suspended in the same commit, and whoever is
 * not is held no longer. Where the risk is high, of the hit or of the person, it takes two to dismiss: the first leaves it
 * as it is. The same disposition again changes nothing. P404: there is none, or it has lapsed; P403: another operator has it.
 */
export async function settleHit(
  work: Work,
  people: People,
  { hitId, disposition }: { readonly hitId: string; readonly disposition: Disposition },
): Promise<OpenHit> {
  const hit = await mustFindHit(work, hitId)
  const own: Work = { ...work, partnerId: hit.partnerId }
  if (hit.state === disposition) return openHitOf(own, people, hit)
  refuseClaimed(hit, work.actor, 'hitId')
  const decision = settle(hit, disposition, work.actor, work.now)
  if (decision === undefined)
    throw new Problem('P404', 'The hit has lapsed: the list does not name the person any more.')
  if (disposition === 'FALSE_POSITIVE') {
    const risks = [hit.risk, (await people.look(own, hit))?.risk ?? null]
    if (needsSecond(hit, risks, work.actor)) return openHitOf(own, people, await dismissOnce(own, hit))
  }
  const next = await commit(own, hitStore, decision)
  if (disposition === 'TRUE_MATCH') await people.suspend(own, hit.userId)
  const hits = await findHitsOfUser(own.sql, hit.partnerId, hit.userId)
  await people.restrain(own, { userId: hit.userId, isHeld: hits.some(holds) })
  return openHitOf(own, people, next)
}

/** The same operator's dismissal counts once. */
const dismissOnce = (work: Work, hit: Hit): Promise<Hit> =>
  hit.approvedBy === work.actor ? Promise.resolve(hit) : commit(work, hitStore, dismissFirst(hit, work.actor, work.now))
