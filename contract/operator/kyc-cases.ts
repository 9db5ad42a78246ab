import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { listOf, namedAnswer } from '../shapes/answer.ts'
import { documentTypes, frameParts, kycParts, kycStatuses, riskLevels } from '../shapes/user.ts'
import { reason } from './fields.ts'
import { screeningHit } from './hit.ts'
import { kycCheck } from './kyc-check.ts'
import { claimBody, claimWords, noteBody, noteWords, reviewFields, reviewNote, reviewQuery } from './review.ts'

const tag = 'Verification'

const caseFields = {
  caseId: z.string(),
  partnerId: z.string(),
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(kycStatuses),
  documentType: z.enum(documentTypes).nullable(),
  rejectionReasons: z.array(z.string()),
  risk: z.enum(riskLevels).nullable(),
  ...reviewFields,
  openedAt: timestamp,
  updatedAt: timestamp,
}

const kycCase = namedAnswer('KycCase', caseFields)

/** A case with everything that it was decided on. */
const kycCaseFile = namedAnswer('KycCaseFile', {
  ...caseFields,
  files: z.array(
    namedAnswer('KycFile', {
      fileId: z.string(),
      part: z.enum([...kycParts, ...frameParts]),
      mediaType: z.string(),
      isCurrent: z.boolean(),
      createdAt: timestamp,
    }),
  ),
  checks: z.array(kycCheck),
  notes: z.array(reviewNote),
  hits: z.array(screeningHit),
})

const reasonTexts = z
  .array(text(1, 200), { error: 'must be an array' })
  .max(20, { error: 'must contain at most 20 elements' })

export const listKycCases = endpoint({
  method: 'GET',
  path: '/operator/v1/kyc-cases',
  tag,
  summary: 'Verifications, newest first',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  query: z.strictObject({ status: optional(oneOf(kycStatuses)), partnerId: optional(uuid), ...reviewQuery, ...page }),
  response: listOf('cases', kycCase),
  errors: ['P418'],
})

export const decideKycCase = endpoint({
  method: 'POST',
  path: '/operator/v1/kyc-cases/:caseId/decide',
  tag,
  summary: 'Approve or reject a verification',
  description:
    'The same verdict twice changes nothing. `rejectionReasons` are shown to the partner, `reason` is not. A case of high risk is approved by two operators: the first approval leaves it in review, with `approvedBy`. One that somebody else has claimed is P403.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  body: z.object({
    decision: oneOf(['APPROVED', 'REJECTED']),
    rejectionReasons: optional(reasonTexts),
    reason,
  }),
  response: kycCase,
  errors: ['P445'],
})

export const getKycCase = endpoint({
  method: 'GET',
  path: '/operator/v1/kyc-cases/:caseId',
  tag,
  summary: 'A verification with its files, checks, notes and hits',
  description:
    'The hits are all about the person, also those that were found later than the checks were made. It is personal data: the look is on record.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  response: kycCaseFile,
  errors: ['P445'],
})

export const claimKycCase = endpoint({
  method: 'POST',
  path: '/operator/v1/kyc-cases/:caseId/claim',
  tag,
  summary: 'Take a verification, or give it back',
  description: claimWords,
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  body: claimBody,
  response: kycCase,
  errors: ['P445'],
})

export const askKycCase = endpoint({
  method: 'POST',
  path: '/operator/v1/kyc-cases/:caseId/ask',
  tag,
  summary: 'Ask the partner to send something again',
  description:
    'Of a verification in review. It is PENDING again, the partner is told the reasons, and new files are checked as the first ones were.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  body: z.object({ rejectionReasons: reasonTexts.min(1, { error: 'should not be empty' }), reason }),
  response: kycCase,
  errors: ['P412', 'P445'],
})

export const noteKycCase = endpoint({
  method: 'POST',
  path: '/operator/v1/kyc-cases/:caseId/notes',
  tag,
  summary: 'Write a note on a verification',
  description: noteWords,
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: z.object({ caseId: uuid }),
  body: noteBody,
  response: reviewNote,
  errors: ['P412', 'P445'],
})
