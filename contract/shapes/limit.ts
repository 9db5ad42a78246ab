import { z } from 'zod'
import { amountText, timestamp } from '../kernel/fields.ts'
import { answer, namedAnswer } from './answer.ts'
import { tiers } from './user.ts'

/** What a limit is for. A transfer counts for who sends it. */
export const limitOperations = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'EXCHANGE'] as const
/** One transaction alone, or all of a day or a month of the partner's time zone. */
export const limitPeriods = ['TRANSACTION', 'DAY', 'MONTH'] as const

/** A limit and how far it is used, in EUR. `resetsAt`: when the day or month ends; null for a single transaction. */
const limitStanding = answer({
  operation: z.enum(limitOperations),
  period: z.enum(limitPeriods),
  cap: amountText,
  used: amountText,
  remaining: amountText,
  resetsAt: timestamp.nullable(),
})

/** The limit that a refusal (P483) is about. */
export type ExceededLimit = z.output<typeof limitStanding>

export const userLimits = namedAnswer('UserLimits', { tier: z.enum(tiers), limits: z.array(limitStanding) })

export const limitOverride = namedAnswer('LimitOverride', {
  overrideId: z.string(),
  tier: z.enum(tiers),
  operation: z.enum(limitOperations),
  period: z.enum(limitPeriods),
  cap: amountText,
  validFrom: timestamp,
  validTo: timestamp.nullable(),
})
