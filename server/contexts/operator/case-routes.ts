import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { askAgain, caseView, claimCase, decideCaseById, listCases, noteCase, showCase } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { change, inspect } from './audited.ts'

type CaseEndpoints = Pick<
  typeof operatorEndpoints,
  'listKycCases' | 'getKycCase' | 'claimKycCase' | 'askKycCase' | 'noteKycCase' | 'decideKycCase'
>

/** The review queue of verifications. */
export const operatorCaseRoutes = (directory: PartnerDirectory): Handlers<CaseEndpoints> => ({
  listKycCases: inspect('listKycCases', async (work, { query }) => {
    if (query.partnerId !== undefined) await directory.get(query.partnerId)
    const { items, nextCursor } = await listCases(work, query)
    return { cases: items.map(caseView), nextCursor }
  }),

  getKycCase: inspect('getKycCase', (work, { params }) => showCase(work, params.caseId)),

  claimKycCase: change('claimKycCase', async (work, { params, body }) => {
    const kycCase = await claimCase(work, { caseId: params.caseId, isReleased: body.release === true })
    return caseView({ kycCase, rejectionReasons: [] })
  }),

  askKycCase: change('askKycCase', async (work, { params, body }) =>
    caseView(await askAgain(work, { caseId: params.caseId, reasons: body.rejectionReasons })),
  ),

  noteKycCase: change('noteKycCase', async (work, { params, body }) => {
    const { writtenAt, ...note } = await noteCase(work, { caseId: params.caseId, text: body.text })
    return { ...note, writtenAt: writtenAt.toISOString() }
  }),

  decideKycCase: change('decideKycCase', async (work, { params, body }) => {
    const { decision, rejectionReasons: reasons } = body
    return caseView(await decideCaseById(work, { caseId: params.caseId, decision, reasons }))
  }),
})
