import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { claimPoa, decidePoaById, linkFile, listPoas, notePoa, poaView, showPoa } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { claimantOf, noteView } from '../review/index.ts'
import { change, inspect, look } from './audited.ts'
import { fileLinkPath } from './file-link.ts'
import { isAdmin } from './review-view.ts'

type PoaEndpoints = Pick<
  typeof operatorEndpoints,
  | 'listProofsOfAddress'
  | 'getProofOfAddress'
  | 'claimProofOfAddress'
  | 'noteProofOfAddress'
  | 'decideProofOfAddress'
  | 'linkKycFile'
>

/** The review queue of proofs of address, and looks at the files of users. */
export const operatorPoaRoutes = (directory: PartnerDirectory): Handlers<PoaEndpoints> => ({
  listProofsOfAddress: look(async (work, { query }) => {
    if (query.partnerId !== undefined) await directory.get(query.partnerId)
    const { claim, ...filter } = query
    const { items, nextCursor } = await listPoas(work, { ...filter, claimedBy: claimantOf(claim, work.actor) })
    return { proofs: await Promise.all(items.map(poa => poaView(work, poa))), nextCursor }
  }),

  getProofOfAddress: inspect('getProofOfAddress', (work, { params }) => showPoa(work, params.poaId)),

  claimProofOfAddress: change('claimProofOfAddress', async (work, { params, body, caller }) => {
    const command = { isReleased: body.release === true, isAdmin: isAdmin(caller) }
    return poaView(work, await claimPoa(work, { poaId: params.poaId, ...command }))
  }),

  noteProofOfAddress: change('noteProofOfAddress', async (work, { params, body }) =>
    noteView(await notePoa(work, { poaId: params.poaId, text: body.text })),
  ),

  decideProofOfAddress: change('decideProofOfAddress', async (work, { params, body }) =>
    poaView(work, await decidePoaById(work, { poaId: params.poaId, decision: body.decision })),
  ),

  linkKycFile: inspect('linkKycFile', async (work, { params }) => {
    const link = await linkFile(work, params.fileId)
    return { link: fileLinkPath(link), expiresAt: new Date(link.untilMs).toISOString() }
  }),
})
