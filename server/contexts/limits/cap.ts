import type { limitOperations, limitPeriods } from '@florin/contract/shapes/limit.ts'
import type { tiers } from '@florin/contract/shapes/user.ts'
import { type Money, moneyOf } from '../../kit/money.ts'

export type Tier = (typeof tiers)[number]
export type LimitOperation = (typeof limitOperations)[number]
export type LimitPeriod = (typeof limitPeriods)[number]

/** The most that a user of a tier may move by an operation, at once or in a period. */
export interface Cap {
  readonly tier: Tier
  readonly operation: LimitOperation
  readonly period: LimitPeriod
  /** In eur. */
  readonly cap: Money
}

/** One partner's own cap, from `validFrom` until before `validTo` (null: without end). */
export interface CapOverride extends Cap {
  readonly partnerId: string
  readonly id: string
  readonly validFrom: Date
  readonly validTo: Date | null
}

const capsOf = (
  tier: Tier,
  operation: LimitOperation,
  euros: { readonly transaction: string; readonly day: string; readonly month: string },
): Cap[] => [
  { tier, operation, period: 'TRANSACTION', cap: moneyOf('eur', euros.transaction) },
  { tier, operation, period: 'DAY', cap: moneyOf('eur', euros.day) },
  { tier, operation, period: 'MONTH', cap: moneyOf('eur', euros.month) },
]

/** What holds where nothing else is agreed. The migration seeds it and `docs/limits.md` shows it; tests hold the three together. */
export const documentedCaps: readonly Cap[] = [
  ...capsOf('STANDARD', 'DEPOSIT', { transaction: '10000', day: '20000', month: '50000' }),
  ...capsOf('STANDARD', 'WITHDRAWAL', { transaction: '10000', day: '20000', month: '50000' }),
  ...capsOf('STANDARD', 'TRANSFER', { transaction: '5000', day: '10000', month: '25000' }),
  ...capsOf('STANDARD', 'EXCHANGE', { transaction: '10000', day: '20000', month: '50000' }),
  ...capsOf('EXTENDED', 'DEPOSIT', { transaction: '100000', day: '200000', month: '1000000' }),
  ...capsOf('EXTENDED', 'WITHDRAWAL', { transaction: '100000', day: '200000', month: '1000000' }),
  ...capsOf('EXTENDED', 'TRANSFER', { transaction: '50000', day: '100000', month: '500000' }),
  ...capsOf('EXTENDED', 'EXCHANGE', { transaction: '100000', day: '200000', month: '1000000' }),
]
