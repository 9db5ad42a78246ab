import type { AssetSlug } from '@florin/contract/assets.ts'
import type { Decimal } from '../../kit/decimal.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import { compareMoney, type Money } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { ExchangePrices, ExchangeQuote, FeeOrigin, FeeTerms } from '../pricing/index.ts'

/** Expiry is no state: nothing happens then, and the clock says so at the moment of use. */
export const rateLockMachine = machine<'OPEN' | 'USED', 'use'>({
  name: 'rate lock',
  initial: 'OPEN',
  moves: { OPEN: { use: 'USED' }, USED: {} },
})

export type RateLockState = keyof (typeof rateLockMachine)['moves']

/** The fee terms that were in force when the rate was locked, with their origin. */
export type LockedTerms = FeeTerms & FeeOrigin

/** A promise of a rate: for one exchange of one pair by one owner, up to an amount, until a moment of our clock. */
export interface RateLock {
  readonly partnerId: string
  readonly id: string
  /** The user, or the partner itself. */
  readonly ownerId: string
  /** The most that may be exchanged, in the asset that is given. */
  readonly amount: Money
  readonly to: AssetSlug
  /** What was promised for all of `amount`. */
  readonly received: Money
  readonly fee: Money
  readonly rate: Decimal
  /** From these a smaller amount is quoted. */
  readonly prices: ExchangePrices
  readonly terms: LockedTerms
  readonly state: RateLockState
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly version: number
}

export interface NewRateLock {
  readonly partnerId: string
  readonly id: string
  readonly ownerId: string
  readonly to: AssetSlug
  readonly quote: ExchangeQuote
  readonly prices: ExchangePrices
  readonly terms: LockedTerms
  readonly lifeSeconds: number
}

export function openRateLock(given: NewRateLock, now: Date): Decision<RateLock> {
  const { quote, lifeSeconds, ...lock } = given
  const { amount, received, fee, rate } = quote
  return {
    next: {
      ...lock,
      amount,
      received,
      fee,
      rate,
      state: rateLockMachine.initial,
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifeSeconds * 1_000),
      version: 1,
    },
  }
}

/** What somebody wants of a lock. */
export interface LockUse {
  readonly ownerId: string
  readonly amount: Money
  readonly to: AssetSlug
}

/**
 * Uses up a lock. A smaller amount than was locked is fine. Throws P473 (another owner or pair, a larger amount),
 * P472 (used before), P471 (expired: at `expiresAt` the promise is over).
 */
export function consumeRateLock(lock: RateLock, wanted: LockUse, now: Date): Decision<RateLock> {
  const isSame = lock.ownerId === wanted.ownerId && lock.amount.asset === wanted.amount.asset && lock.to === wanted.to
  if (!isSame || compareMoney(wanted.amount, lock.amount) > 0) throw new Problem('P473')
  if (lock.state === 'USED') throw new Problem('P472')
  if (now >= lock.expiresAt) throw new Problem('P471')
  return { next: { ...lock, state: mustMove(rateLockMachine, lock.state, 'use'), version: lock.version + 1 } }
}
