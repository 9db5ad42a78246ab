import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { decidePoaById, linkFile, listPoas, poaView } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { change, inspect, look } from './audited.ts'
import { fileLinkPath } from './file-link.ts'

type PoaEndpoints = Pick<typeof operatorEndpoints, 'listProofsOfAddress' | 'decideProofOfAddress' | 'linkKycFile'>

/** Proofs of address, and looks at the files of users. */
export const operatorPoaRoutes = (directory: PartnerDirectory): Handlers<PoaEndpoints> => ({
  listProofsOfAddress: look(async (work, { query }) => {
    if (query.partnerId !== undefined) await directory.get(query.partnerId)
    const { items, nextCursor } = await listPoas(work, query)
    return { proofs: await Promise.all(items.map(poa => poaView(work, poa))), nextCursor }
  }),

  decideProofOfAddress: change('decideProofOfAddress', async (work, { params, body }) =>
    poaView(work, await decidePoaById(work, { poaId: params.poaId, decision: body.decision })),
  ),

  linkKycFile: inspect('linkKycFile', async (work, { params }) => {
    const link = await linkFile(work, params.fileId)
    return { link: fileLinkPath(link), expiresAt: new Date(link.untilMs).toISOString() }
  }),
})
