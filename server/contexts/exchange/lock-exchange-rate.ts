import { amountOf } from '../../kit/amount.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { effectiveFee, type GuardedRates, loadFeeBook, pairPrices } from '../pricing/index.ts'
import { findOwner } from './find-owner.ts'
import { lockStore } from './lock-store.ts'
import { pairOf } from './pair.ts'
import { quoteOrRefuse } from './quote-or-refuse.ts'
import { openRateLock, type RateLock } from './rate-lock.ts'

export interface LockExchangeRate {
  /** Absent: the partner itself. */
  readonly externalUserId?: string | undefined
  readonly currencyFrom: string
  readonly currencyTo: string
  /** Plain decimal text, in `currencyFrom`. */
  readonly amount: string
}

export interface LockDeps {
  /** Fresh ones: asking for them is a call out and comes before the transaction. */
  readonly rates: GuardedRates
  readonly lifeSeconds: number
}

/**
 * Promises the rate of a pair for an amount. Throws P410, P412, P455, P459, P487, P403 (the amount), P501 (no price now)
 * and P482 (worth less than 1 EUR).
 */
export async function lockExchangeRate(
  work: Work,
  command: LockExchangeRate,
  { rates, lifeSeconds }: LockDeps,
): Promise<RateLock> {
  const pair = pairOf(command)
  const owner = await findOwner(work, command.externalUserId, pair)
  const amount = amountOf('amount', command.amount, pair.from)
  const { from, to } = pairPrices(rates, pair.from, pair.to, work.now)
  const prices = { from, to }
  const book = await loadFeeBook(work.sql, work.partnerId, work.now)
  const terms = effectiveFee(book, { kind: 'exchange', currency: 'eur', network: null }, work.now)
  const quote = quoteOrRefuse(amount, pair.to, prices, terms)
  const { partnerId } = work
  const given = { partnerId, id: work.newId(), ownerId: owner.id, to: pair.to, quote, prices, terms, lifeSeconds }
  return commit(work, lockStore, openRateLock(given, work.now))
}
