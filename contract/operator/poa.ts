import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { answer, listOf, namedAnswer } from '../shapes/answer.ts'
import { poaStatuses } from '../shapes/user.ts'
import { reason } from './fields.ts'

const tag = 'Verification'

const proofOfAddress = namedAnswer('ProofOfAddress', {
  poaId: z.string(),
  partnerId: z.string(),
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(poaStatuses),
  files: z.array(z.strictObject({ fileId: z.string() })),
  submittedAt: timestamp,
})

export const listProofsOfAddress = endpoint({
  method: 'GET',
  path: '/operator/v1/poa',
  tag,
  summary: 'Proofs of address, newest first',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  query: z.strictObject({ status: optional(oneOf(poaStatuses)), partnerId: optional(uuid), ...page }),
  response: listOf('proofs', proofOfAddress),
  errors: ['P418'],
})

export const decideProofOfAddress = endpoint({
  method: 'POST',
  path: '/operator/v1/poa/:poaId/decide',
  tag,
  summary: 'Approve, reject or question a proof of address',
  description: 'QUESTIONED: a better copy is wanted. The same verdict twice changes nothing.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ poaId: uuid }),
  body: z.object({ decision: oneOf(['APPROVED', 'REJECTED', 'QUESTIONED']), reason }),
  response: proofOfAddress,
  errors: ['P412', 'P447', 'P460'],
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
