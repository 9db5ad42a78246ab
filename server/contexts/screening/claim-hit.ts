import { invalidField } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type ClaimCommand, claim } from '../review/index.ts'
import { claimed } from './hit.ts'
import { hitStore } from './hit-store.ts'
import { mustFindHit, type OpenHit, openHitOf } from './list-hits.ts'
import type { People } from './people.ts'

/**
 * The operator who asks takes an open hit, or gives it back. Without effect when it is so already. P404; P403: it is not
 * open, or another operator has it.
 */
export async function claimHit(
  work: Work,
  people: People,
  { hitId, ...command }: ClaimCommand & { readonly hitId: string },
): Promise<OpenHit> {
  const hit = await mustFindHit(work, hitId)
  if (hit.state !== 'OPEN') throw invalidField('hitId', 'is not open')
  const own: Work = { ...work, partnerId: hit.partnerId }
  const change = claim(hit, command, { actor: work.actor, field: 'hitId', now: work.now })
  return openHitOf(
    own,
    people,
    change === undefined ? hit : await commit(own, hitStore, claimed(hit, change, work.now)),
  )
}
