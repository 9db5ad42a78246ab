import { machine, mustMove } from '../../kit/machine.ts'

/**
 * The way of an event to its partner. A delivered one has no row: the accepted attempt says it. `behind`: an earlier
 * event of the same subject is under way. `erased`: what it said was personal data whose key is destroyed.
 */
export type DeliveryState = 'behind' | 'due' | 'delivered' | 'undelivered' | 'erased'

export const deliveryMachine = machine<DeliveryState, 'lead' | 'accept' | 'fail' | 'giveUp' | 'erase' | 'replay'>({
  name: 'delivery',
  initial: 'due',
  moves: {
    behind: { lead: 'due' },
    due: { accept: 'delivered', fail: 'due', giveUp: 'undelivered', erase: 'erased' },
    undelivered: { replay: 'due' },
    delivered: { replay: 'due' },
    erased: { replay: 'due' },
  },
})

export type Lane = 'ordered' | 'free'

export interface Delivery {
  readonly lane: Lane
  /** Failures so far. */
  readonly attempt: number
  /** Opened: by the event, or by a replay. */
  readonly since: Date
}

/** Later events of a subject wait through this many attempts of an earlier one (contract, section 7). */
export const orderedAttempts = 5
export const giveUpAfterMs = 3 * 24 * 3_600_000

const firstDelayMs = 8_000
const delayMaxMs = 12 * 3_600_000

/**
 * How long to wait after so many failures (1, 2 …): 8, 16, 32, 64 s and on doubling to 12 h. `chance` in [0, 1) spreads
 * them by a tenth while others wait in order, by a quarter later, so that what failed together does not return together.
 */
export function retryDelayMs(failures: number, chance: number): number {
  const base = Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(failures - 1, 30))
  const spread = failures < orderedAttempts ? 0.1 : 0.25
  return Math.round(base * (1 + (chance * 2 - 1) * spread))
}

export interface NextAttempt extends Delivery {
  readonly state: 'due' | 'undelivered'
  readonly nextAttemptAt: Date
}

/** After a failure: the next attempt, out of order from the fifth failure on; the last one is three days after the first. */
export function afterFailure(delivery: Delivery, now: Date, chance: number): NextAttempt {
  const attempt = delivery.attempt + 1
  const lane = attempt >= orderedAttempts ? 'free' : delivery.lane
  const endMs = delivery.since.getTime() + giveUpAfterMs
  const isOver = now.getTime() >= endMs
  const next = Math.min(endMs, now.getTime() + retryDelayMs(attempt, chance))
  const state = mustMove(deliveryMachine, 'due', isOver ? 'giveUp' : 'fail') as NextAttempt['state']
  return { since: delivery.since, lane, attempt, state, nextAttemptAt: isOver ? now : new Date(next) }
}
