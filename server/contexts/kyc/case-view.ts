import type { getKycStatus } from '@florin/contract/endpoints/kyc.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { decideKycCase } from '@florin/contract/operator/kyc-cases.ts'
import type { decideProofOfAddress } from '@florin/contract/operator/poa.ts'
import type { Work } from '../../kit/work/work.ts'
import type { DecidedCase } from './decide-case.ts'
import { findFiles } from './file-store.ts'
import type { PoaStatus, ProofOfAddress } from './proof-of-address.ts'

/** The state of a verification as the partner sees it. */
export const kycStateOf = ({ kycCase, rejectionReasons }: DecidedCase): Answer<typeof getKycStatus> => ({
  status: kycCase.state,
  rejectionReasons: [...rejectionReasons],
  updatedAt: kycCase.updatedAt.toISOString(),
})

/** A closed one belongs to a user who is gone, so nobody sees it. */
export const poaStatusOf = ({ state }: ProofOfAddress): PoaStatus => (state === 'CLOSED' ? 'REJECTED' : state)

/** A case as the operator sees it. */
export const caseView = ({ kycCase, rejectionReasons }: DecidedCase): Answer<typeof decideKycCase> => ({
  caseId: kycCase.id,
  partnerId: kycCase.partnerId,
  userId: kycCase.userId,
  externalUserId: kycCase.externalUserId,
  status: kycCase.state,
  documentType: kycCase.documentType,
  rejectionReasons: [...rejectionReasons],
  risk: kycCase.risk,
  claimedBy: kycCase.claimedBy,
  claimedAt: kycCase.claimedAt?.toISOString() ?? null,
  approvedBy: kycCase.approvedBy,
  openedAt: kycCase.openedAt.toISOString(),
  updatedAt: kycCase.updatedAt.toISOString(),
})

/** A proof of address as the operator sees it. */
export async function poaView(work: Work, poa: ProofOfAddress): Promise<Answer<typeof decideProofOfAddress>> {
  const files = await findFiles(work.sql, poa.partnerId, poa.userId)
  return {
    poaId: poa.id,
    partnerId: poa.partnerId,
    userId: poa.userId,
    externalUserId: poa.externalUserId,
    status: poaStatusOf(poa),
    claimedBy: poa.claimedBy,
    claimedAt: poa.claimedAt?.toISOString() ?? null,
    approvedBy: poa.approvedBy,
    files: files.filter(({ poaId }) => poaId === poa.id).map(({ id }) => ({ fileId: id })),
    submittedAt: poa.submittedAt.toISOString(),
  }
}
