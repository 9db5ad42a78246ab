import type { Money } from '../../kit/money.ts'
import type { LimitUse } from '../../kit/work/decision.ts'
import type { LimitOperation } from './cap.ts'

/** What an owner that bears limits uses of one of them. `money` is eur: what it is worth. */
export const limitUse = (ownerId: string, operation: LimitOperation, { units }: Money): LimitUse => ({
  ownerId,
  operation,
  eurCents: units,
})

/** What was used and then did not happen, or was undone: given back to the day and month of `takenAt`, as far as they still run. */
export const limitGivenBack = (
  ownerId: string,
  operation: LimitOperation,
  { units }: Money,
  takenAt: Date,
): LimitUse => ({ ownerId, operation, eurCents: -units, takenAt })
