import { z } from 'zod'
import { timestamp } from '../kernel/fields.ts'
import { namedAnswer } from './answer.ts'

export const userStatuses = ['CREATED', 'PENDING', 'ACTIVE', 'SUSPENDED', 'REJECTED', 'DELETED'] as const
export const tiers = ['STANDARD', 'EXTENDED'] as const
export const kycStatuses = ['PENDING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED'] as const
export const poaStatuses = ['WAITING', 'APPROVED', 'REJECTED', 'QUESTIONED'] as const
export const riskLevels = ['LOW', 'MEDIUM', 'HIGH'] as const
export const documentTypes = ['PASSPORT', 'ID_CARD', 'RESIDENCE_PERMIT'] as const
/** What a KYC file shows. A passport has no back. */
export const kycParts = ['FRONT', 'BACK', 'SELFIE'] as const
/** Frames of the challenge of the hosted pages: the head turned to the person's left and right. */
export const frameParts = ['LEFT', 'RIGHT'] as const

/** `kycStatus` and `poaStatus` are null as long as there was no verification, and always for a partner without KYC. */
export const user = namedAnswer('User', {
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(userStatuses),
  tier: z.enum(tiers),
  kycStatus: z.enum(kycStatuses).nullable(),
  poaStatus: z.enum(poaStatuses).nullable(),
  createdAt: timestamp,
})

export const kycState = namedAnswer('KycState', {
  status: z.enum(kycStatuses),
  rejectionReasons: z.array(z.string()),
  updatedAt: timestamp,
})
