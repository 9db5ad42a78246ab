import { z } from 'zod'
import { amountText, timestamp } from '../kernel/fields.ts'
import { answer, namedAnswer, wholeNumber } from './answer.ts'

export const feeKinds = ['EXCHANGE', 'SEPA_TRANSFER', 'CRYPTO_WITHDRAWAL', 'CARD_MONTH'] as const

/** `fraction` of the amount, but at least `minimum`, plus `fixed`; all in `currency`. Rounded half up. */
export const feeFields = {
  kind: z.enum(feeKinds),
  currency: z.string(),
  network: z.string().nullable(),
  fraction: amountText,
  minimum: amountText,
  fixed: amountText,
}

/** `isOverride`: agreed with this partner alone. */
export const effectiveFees = namedAnswer('EffectiveFees', {
  version: wholeNumber,
  fees: z.array(answer({ ...feeFields, isOverride: z.boolean() })),
})

export const feeOverride = namedAnswer('FeeOverride', {
  overrideId: z.string(),
  ...feeFields,
  validFrom: timestamp,
  validTo: timestamp.nullable(),
})
