import type { getKycStatus } from '@florin/contract/endpoints/kyc.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { decideKycCase } from '@florin/contract/operator/kyc-cases.ts'
import type { DecidedCase } from './decide-case.ts'

/** The state of a verification as the partner sees it. */
export const kycStateOf = ({ kycCase, rejectionReasons }: DecidedCase): Answer<typeof getKycStatus> => ({
  status: kycCase.state,
  rejectionReasons: [...rejectionReasons],
  updatedAt: kycCase.updatedAt.toISOString(),
})

/** A case as the operator sees it. */
export const caseView = ({ kycCase, rejectionReasons }: DecidedCase): Answer<typeof decideKycCase> => ({
  caseId: kycCase.id,
  partnerId: kycCase.partnerId,
  userId: kycCase.userId,
  externalUserId: kycCase.externalUserId,
  status: kycCase.state,
  documentType: kycCase.documentType,
  rejectionReasons: [...rejectionReasons],
  openedAt: kycCase.openedAt.toISOString(),
  updatedAt: kycCase.updatedAt.toISOString(),
})
