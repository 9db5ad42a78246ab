import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { findOpenCase } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { claimantOf, noteView } from '../review/index.ts'
import { claimHit, listHits, noteHit, type People, settleHit, showHit } from '../screening/index.ts'
import { change, inspect } from './audited.ts'
import { hitView } from './hit-view.ts'
import { isAdmin } from './review-view.ts'

type HitEndpoints = Pick<
  typeof operatorEndpoints,
  'listScreeningHits' | 'getScreeningHit' | 'claimScreeningHit' | 'noteScreeningHit' | 'decideScreeningHit'
>

export interface HitRoutesParts {
  readonly directory: PartnerDirectory
  readonly people: People
}

/** The review queue of users who may be on a list. */
export const operatorHitRoutes = ({ directory, people }: HitRoutesParts): Handlers<HitEndpoints> => ({
  listScreeningHits: inspect('listScreeningHits', async (work, { query }) => {
    const { status: state, claim, ...filter } = query
    if (filter.partnerId !== undefined) await directory.get(filter.partnerId)
    const claimedBy = claimantOf(claim, work.actor)
    const { items, nextCursor } = await listHits(work, people, { state, claimedBy, ...filter })
    return { hits: items.map(hitView), nextCursor }
  }),

  getScreeningHit: inspect('getScreeningHit', async (work, { params }) => {
    const hit = await showHit(work, people, params.hitId)
    const openCase = await findOpenCase(work, hit)
    return { ...hitView(hit), openCaseId: openCase?.id ?? null, notes: hit.notes.map(noteView) }
  }),

  claimScreeningHit: change('claimScreeningHit', async (work, { params, body, caller }) => {
    const command = { isReleased: body.release === true, isAdmin: isAdmin(caller) }
    return hitView(await claimHit(work, people, { hitId: params.hitId, ...command }))
  }),

  noteScreeningHit: change('noteScreeningHit', async (work, { params, body }) =>
    noteView(await noteHit(work, people, { hitId: params.hitId, text: body.text })),
  ),

  decideScreeningHit: change('decideScreeningHit', async (work, { params, body }) =>
    hitView(await settleHit(work, people, { hitId: params.hitId, disposition: body.decision })),
  ),
})
