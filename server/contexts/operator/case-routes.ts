import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { askAgain, caseView, claimCase, decideCaseById, listCases, noteCase, showCase } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { claimantOf, noteView } from '../review/index.ts'
import { findHitsAbout, type People } from '../screening/index.ts'
import { change, inspect } from './audited.ts'
import { hitView } from './hit-view.ts'
import { isAdmin } from './review-view.ts'

type CaseEndpoints = Pick<
  typeof operatorEndpoints,
  'listKycCases' | 'getKycCase' | 'claimKycCase' | 'askKycCase' | 'noteKycCase' | 'decideKycCase'
>

export interface CaseRoutesParts {
  readonly directory: PartnerDirectory
  readonly people: People
}

/** The review queue of verifications. */
export const operatorCaseRoutes = ({ directory, people }: CaseRoutesParts): Handlers<CaseEndpoints> => ({
  listKycCases: inspect('listKycCases', async (work, { query }) => {
    if (query.partnerId !== undefined) await directory.get(query.partnerId)
    const { claim, ...filter } = query
    const { items, nextCursor } = await listCases(work, { ...filter, claimedBy: claimantOf(claim, work.actor) })
    return { cases: items.map(caseView), nextCursor }
  }),

  getKycCase: inspect('getKycCase', async (work, { params }) => {
    const shown = await showCase(work, params.caseId)
    return { ...shown, hits: (await findHitsAbout(work, people, shown)).map(hitView) }
  }),

  claimKycCase: change('claimKycCase', async (work, { params, body, caller }) => {
    const command = { isReleased: body.release === true, isAdmin: isAdmin(caller) }
    const kycCase = await claimCase(work, { caseId: params.caseId, ...command })
    return caseView({ kycCase, rejectionReasons: [] })
  }),

  askKycCase: change('askKycCase', async (work, { params, body }) =>
    caseView(await askAgain(work, { caseId: params.caseId, reasons: body.rejectionReasons })),
  ),

  noteKycCase: change('noteKycCase', async (work, { params, body }) =>
    noteView(await noteCase(work, { caseId: params.caseId, text: body.text })),
  ),

  decideKycCase: change('decideKycCase', async (work, { params, body }) => {
    const { decision, rejectionReasons: reasons } = body
    return caseView(await decideCaseById(work, { caseId: params.caseId, decision, reasons }))
  }),
})
