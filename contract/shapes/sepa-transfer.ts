import { z } from 'zod'
import { amountText, timestamp, wireNumber } from '../kernel/fields.ts'
import { answer, namedAnswer } from './answer.ts'

export const sepaTransferStatuses = ['PENDING', 'PROCESSING', 'SUCCESSFUL', 'FAILED', 'RETURNED'] as const
/** What the receiver's bank says of the name that was given (Verification of Payee). */
export const payeeChecks = ['MATCH', 'CLOSE_MATCH', 'NO_MATCH', 'NOT_AVAILABLE'] as const
/** Why a payment is asked back, and why it is not given back: codes of SEPA. */
export const recallReasons = ['DUPL', 'TECH', 'FRAD', 'CUST', 'AC03', 'AM09'] as const
export const recallRefusals = ['CUST', 'LEGL', 'AM04', 'AC04', 'AC06', 'NOAS', 'ARDT', 'RR04'] as const
export const receiverTypes = ['NATURAL', 'LEGAL'] as const

/** Why a payment was refused or came back. `status` is the bank's reason code, such as `AC04`, or a word of ours. */
export const sepaError = namedAnswer('SepaError', { description: z.string(), status: z.string() })

/** What details and events share. A company has no first and last name. */
export const sepaTransferFields = {
  id: z.string(),
  type: z.literal('external'),
  amount: amountText,
  transferTitle: z.string(),
  destinationIban: z.string(),
  receiverFirstName: z.string().nullable(),
  receiverLastName: z.string().nullable(),
  status: z.enum(sepaTransferStatuses),
  currency: z.literal('eur'),
  fee: wireNumber,
  createdAt: timestamp,
}

/** The event of a payment that failed says that and no more; that of one that came back says why beside all else. */
export const sepaTransferEvent = z.union([
  answer({ ...sepaTransferFields, error: sepaError.optional() }),
  answer({ id: z.string(), status: z.literal('FAILED'), error: sepaError }),
])
