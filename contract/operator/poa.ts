import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { answer, listOf, namedAnswer } from '../shapes/answer.ts'
import { poaStatuses } from '../shapes/user.ts'
import { reason } from './fields.ts'
import { kycCheck } from './kyc-check.ts'
import { claimBody, claimWords, noteBody, noteWords, reviewFields, reviewNote, reviewQuery } from './review.ts'

const tag = 'Verification'

const proofFields = {
  poaId: z.string(),
  partnerId: z.string(),
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(poaStatuses),
  files: z.array(z.strictObject({ fileId: z.string() })),
  ...reviewFields,
  submittedAt: timestamp,
}

const proofOfAddress = namedAnswer('ProofOfAddress', proofFields)

/** With everything that it was decided on. */
const proofOfAddressFile = namedAnswer('ProofOfAddressFile', {
  ...proofFields,
  checks: z.array(kycCheck),
  notes: z.array(reviewNote),
})

const ofPoa = z.object({ poaId: uuid })

export const listProofsOfAddress = endpoint({
  method: 'GET',
  path: '/operator/v1/poa',
  tag,
  summary: 'Proofs of address, newest first',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  query: z.strictObject({
    status: optional(oneOf(poaStatuses)),
    partnerId: optional(uuid),
    claim: reviewQuery.claim,
    ...page,
  }),
  response: listOf('proofs', proofOfAddress),
  errors: ['P418'],
})

export const decideProofOfAddress = endpoint({
  method: 'POST',
  path: '/operator/v1/poa/:poaId/decide',
  tag,
  summary: 'Approve, reject or question a proof of address',
  description:
    'QUESTIONED: a better copy is wanted. The same verdict twice changes nothing. That of a user of high risk is approved by two operators: the first approval leaves it waiting, with `approvedBy`. One that somebody else has claimed is P403.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofPoa,
  body: z.object({ decision: oneOf(['APPROVED', 'REJECTED', 'QUESTIONED']), reason }),
  response: proofOfAddress,
  errors: ['P412', 'P447', 'P460'],
})

export const getProofOfAddress = endpoint({
  method: 'GET',
  path: '/operator/v1/poa/:poaId',
  tag,
  summary: 'A proof of address with its checks and notes',
  description: 'It is personal data: the look is on record.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofPoa,
  response: proofOfAddressFile,
  errors: ['P460'],
})

export const claimProofOfAddress = endpoint({
  method: 'POST',
  path: '/operator/v1/poa/:poaId/claim',
  tag,
  summary: 'Take a proof of address, or give it back',
  description: claimWords,
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofPoa,
  body: claimBody,
  response: proofOfAddress,
  errors: ['P460'],
})

export const noteProofOfAddress = endpoint({
  method: 'POST',
  path: '/operator/v1/poa/:poaId/notes',
  tag,
  summary: 'Write a note on a proof of address',
  description: noteWords,
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: ofPoa,
  body: noteBody,
  response: reviewNote,
  errors: ['P412', 'P460'],
})

export const linkKycFile = endpoint({
  method: 'GET',
  path: '/operator/v1/kyc-files/:fileId/link',
  tag,
  summary: 'A short-lived link to a file of a user',
  description:
    'On the listener of the operator, good for five minutes and for no other file. The link and every look through it are on record. A file that does not exist, or is erased, is P404.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ fileId: uuid }),
  response: answer({ link: z.string(), expiresAt: timestamp }),
  errors: [],
})
