import { z } from 'zod'
import { amountText, timestamp } from '../kernel/fields.ts'
import { namedAnswer } from './answer.ts'

export const transferStatuses = ['COMPLETED', 'FAILED'] as const

/** An end that is null is the partner itself. */
export const transfer = namedAnswer('Transfer', {
  transferId: z.string(),
  sourceExternalUserId: z.string().nullable(),
  destinationExternalUserId: z.string().nullable(),
  amount: amountText,
  currency: z.string(),
  status: z.enum(transferStatuses),
  createdAt: timestamp,
})
