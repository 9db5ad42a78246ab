import { z } from 'zod'
import { amountText, currency, instant, oneOf, optional, page, timestamp } from '../kernel/fields.ts'
import { mustNotPrecede } from '../kernel/rules.ts'
import { listOf, namedAnswer } from './answer.ts'

export const historyTypes = [
  'SEPA_DEPOSIT',
  'SEPA_TRANSFER',
  'CRYPTO_DEPOSIT',
  'CRYPTO_WITHDRAWAL',
  'EXCHANGE',
  'P2P_TRANSFER',
  'CARD_TRANSACTION',
  'FEE',
  'ADJUSTMENT',
  'ORDER',
  'PAYMENT_LINK',
] as const

export const historyStatuses = ['PENDING', 'COMPLETED', 'FAILED'] as const

/** `from` is included, `to` is not. */
export const historyQuery = z
  .strictObject({
    type: optional(oneOf(historyTypes)),
    status: optional(oneOf(historyStatuses)),
    currency: optional(currency),
    from: optional(instant),
    to: optional(instant),
    ...page,
  })
  .check(mustNotPrecede('to', 'from'))

export const historyEntry = namedAnswer('HistoryEntry', {
  id: z.string(),
  type: z.enum(historyTypes),
  direction: z.enum(['IN', 'OUT']),
  status: z.enum(historyStatuses),
  amount: amountText,
  currency: z.string(),
  fee: amountText.nullable(),
  feeCurrency: z.string().nullable(),
  counterparty: z.string().nullable(),
  reference: z.string().nullable(),
  balanceAfter: amountText.nullable(),
  createdAt: timestamp,
  completedAt: timestamp.nullable(),
})

export const history = listOf('transactions', historyEntry)
