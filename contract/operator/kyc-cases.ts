import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { listOf, namedAnswer } from '../shapes/answer.ts'
import { documentTypes, kycStatuses } from '../shapes/user.ts'
import { reason } from './fields.ts'

const tag = 'Verification'

const kycCase = namedAnswer('KycCase', {
  caseId: z.string(),
  partnerId: z.string(),
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(kycStatuses),
  documentType: z.enum(documentTypes).nullable(),
  rejectionReasons: z.array(z.string()),
  openedAt: timestamp,
  updatedAt: timestamp,
})

export const listKycCases = endpoint({
  method: 'GET',
  path: '/operator/v1/kyc-cases',
  tag,
  summary: 'Verifications, newest first',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  query: z.strictObject({ status: optional(oneOf(kycStatuses)), partnerId: optional(uuid), ...page }),
  response: listOf('cases', kycCase),
  errors: ['P418'],
})

export const decideKycCase = endpoint({
  method: 'POST',
  path: '/operator/v1/kyc-cases/:caseId/decide',
  tag,
  summary: 'Approve or reject a verification',
  description: 'The same verdict twice changes nothing. `rejectionReasons` are shown to the partner, `reason` is not.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  body: z.object({
    decision: oneOf(['APPROVED', 'REJECTED']),
    rejectionReasons: optional(
      z.array(text(1, 200), { error: 'must be an array' }).max(20, { error: 'must contain at most 20 elements' }),
    ),
    reason,
  }),
  response: kycCase,
  errors: ['P445'],
})
