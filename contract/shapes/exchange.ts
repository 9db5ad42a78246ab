import { z } from 'zod'
import { amountText, timestamp } from '../kernel/fields.ts'
import { namedAnswer } from './answer.ts'

export const exchangeStatuses = ['PENDING', 'COMPLETED', 'FAILED'] as const

/**
 * `rate` is EUR per unit of crypto in both directions; from crypto to crypto it is `currencyTo` per `currencyFrom`.
 * `fee` is in EUR. `externalUserId` is null where the partner itself exchanges.
 */
export const exchange = namedAnswer('Exchange', {
  exchangeId: z.string(),
  externalUserId: z.string().nullable(),
  amountFrom: amountText,
  currencyFrom: z.string(),
  amountTo: amountText,
  currencyTo: z.string(),
  rate: amountText,
  fee: amountText,
  status: z.enum(exchangeStatuses),
  createdAt: timestamp,
})

export const exchangeRate = namedAnswer('ExchangeRate', {
  currencyFrom: z.string(),
  currencyTo: z.string(),
  rate: amountText,
  indicative: z.literal(true),
  timestamp,
})

export const exchangeLock = namedAnswer('ExchangeLock', {
  lockId: z.string(),
  rate: amountText,
  amount: amountText,
  receivedAmount: amountText,
  fee: amountText,
  feeCurrency: z.string(),
  currencyFrom: z.string(),
  currencyTo: z.string(),
  expiresAt: timestamp,
})
