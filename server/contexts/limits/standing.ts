import type { userLimits } from '@florin/contract/shapes/limit.ts'
import type { z } from 'zod'
import { formatAmount, type Money } from '../../kit/money.ts'
import type { LimitOperation, LimitPeriod } from './cap.ts'

/** A limit of one owner, and how far it is used. */
export interface Standing {
  readonly operation: LimitOperation
  readonly period: LimitPeriod
  readonly cap: Money
  readonly used: Money
  /** When the day or the month ends; null for a single transaction. */
  readonly resetsAt: Date | null
}

/** What is left. A cap may have been lowered below what was used. */
export const remainingOf = ({ cap, used }: Standing): Money => ({
  asset: cap.asset,
  units: cap.units > used.units ? cap.units - used.units : 0n,
})

/** As the wire has them. */
export const showStandings = (standings: readonly Standing[]): z.input<typeof userLimits>['limits'] =>
  standings.map(standing => ({
    operation: standing.operation,
    period: standing.period,
    cap: formatAmount(standing.cap),
    used: formatAmount(standing.used),
    remaining: formatAmount(remainingOf(standing)),
    resetsAt: standing.resetsAt?.toISOString() ?? null,
  }))
