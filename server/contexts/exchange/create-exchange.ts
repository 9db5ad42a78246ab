import { amountOf } from '../../kit/amount.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import { saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { bookExchange, type Exchange } from './exchange.ts'
import { findOwner } from './find-owner.ts'
import { findLockForUpdate, lockStore } from './lock-store.ts'
import { pairOf } from './pair.ts'
import { quoteOrRefuse } from './quote-or-refuse.ts'
import { consumeRateLock } from './rate-lock.ts'
import { exchangeStore } from './store.ts'

export interface CreateExchange {
  /** Absent: the partner itself. */
  readonly externalUserId?: string | undefined
  readonly currencyFrom: string
  readonly currencyTo: string
  /** Plain decimal text, in `currencyFrom`; at most what was locked. */
  readonly amount: string
  readonly lockId: string
}

/**
 * Exchanges at the locked rate and uses the lock up, in one commit. Throws P410, P412, P455, P459, P487, P403 (the amount),
 * P470 to P473 (the lock), P482 (worth less than 1 EUR), P433 and P483; nothing is changed then, the lock included.
 */
export async function createExchange(work: Work, command: CreateExchange): Promise<Exchange> {
  const pair = pairOf(command)
  const { accounts, bearsLimits, ...owner } = await findOwner(work, command.externalUserId, pair)
  const amount = amountOf('amount', command.amount, pair.from)
  const lock = await findLockForUpdate(work.sql, work.partnerId, command.lockId)
  if (lock === undefined) throw new Problem('P470')
  const consumed = consumeRateLock(lock, { ownerId: owner.id, amount, to: pair.to }, work.now)
  const quote = quoteOrRefuse(amount, pair.to, lock.prices, lock.terms)
  const { partnerId } = work
  const given = { partnerId, id: work.newId(), owner, lockId: lock.id, quote, accounts, bearsLimits }
  const decision = bookExchange(given, work.now)
  return commit(work, exchangeStore, { ...decision, also: [saved(lockStore, consumed)] })
}
