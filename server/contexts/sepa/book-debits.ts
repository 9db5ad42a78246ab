import type { Item } from '../../kit/work/batch.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Effects } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Deposit } from './deposit.ts'
import { settleReturn } from './deposit-return.ts'
import { depositStore, lockReturning } from './deposit-store.ts'
import { openOrder } from './open-order.ts'
import type { Debit } from './payment.ts'
import { type Payout, settlePayout } from './payout.ts'
import { lockOrdered, lockPayouts, payoutStore } from './payout-store.ts'

/**
 * Books what the bank has taken from our account: payments of ours have settled, deposits have gone back. Returned is what
 * none of ours explains: not ours, another amount, ended otherwise, taken twice. Telling a booking again changes nothing.
 */
export async function bookDebits(work: Work, debits: readonly Debit[]): Promise<readonly Debit[]> {
  const book = await DebitBook.open(work, debits)
  const unexplained: Debit[] = []
  for (const debit of debits) if (!(await book.take(debit))) unexplained.push(debit)
  await book.commit()
  return unexplained
}

class DebitBook {
  readonly #work: Work
  readonly #payouts: Map<string, Payout>
  readonly #deposits: Map<string, Deposit>
  readonly #items: Item[] = []

  private constructor(work: Work, payouts: readonly Payout[], deposits: readonly Deposit[]) {
    this.#work = work
    this.#payouts = new Map(payouts.map(payout => [payout.id, payout]))
    this.#deposits = new Map(deposits.map(deposit => [deposit.id, deposit]))
  }

  /** Locks what the debits name. */
  static async open(work: Work, debits: readonly Debit[]): Promise<DebitBook> {
    const ids = debits.flatMap(({ ourId }) => ourId ?? [])
    const payouts = await lockPayouts(work.sql, ids)
    return new DebitBook(work, payouts, await lockReturning(work.sql, ids))
  }

  /** False: nothing of ours explains it. */
  async take(debit: Debit): Promise<boolean> {
    const payout = debit.ourId === undefined ? undefined : this.#payouts.get(debit.ourId)
    if (payout !== undefined && isMeant(payout, debit)) return this.#settlePayout(payout, debit)
    const deposit = debit.ourId === undefined ? undefined : this.#deposits.get(debit.ourId)
    if (deposit?.money.units === debit.units) return this.#settleReturn(deposit)
    return debit.outgoingId !== undefined && this.#settleAll(debit, debit.outgoingId)
  }

  async commit(): Promise<void> {
    const [verdict] = (await commitItems(this.#work, this.#items)).values()
    if (verdict !== undefined) throw new Error(`a debit of the bank was refused: ${verdict}`)
  }

  async #settlePayout(payout: Payout, { bankReference }: Debit): Promise<true> {
    const decision = settlePayout(payout, await openOrder(this.#work, payout), bankReference, this.#work.now)
    if (decision === undefined) return true
    await payoutStore.save(this.#work, decision.next)
    this.#payouts.set(payout.id, decision.next)
    this.#add(payout.partnerId, decision)
    return true
  }

  async #settleReturn(deposit: Deposit): Promise<true> {
    if (deposit.state === 'RETURNED') return true
    const decision = settleReturn(deposit, this.#work.now)
    await depositStore.save(this.#work, decision.next)
    this.#deposits.set(deposit.id, decision.next)
    this.#add(deposit.partnerId, decision)
    return true
  }

  /** The bank has booked all of a message as one. */
  async #settleAll(debit: Debit, outgoingId: string): Promise<boolean> {
    const ordered = await lockOrdered(this.#work.sql, outgoingId)
    const meant = ordered.filter(each => isMeant(each, { ...debit, units: each.money.units }))
    const sum = meant.reduce((total, { money }) => total + money.units, 0n)
    if (meant.length === 0 || sum !== debit.units) return false
    for (const each of meant) await this.#settlePayout(each, debit)
    return true
  }

  #add(partnerId: string, effects: Effects): void {
    this.#items.push({ origin: { ...this.#work, partnerId }, now: this.#work.now, effects: [effects] })
  }
}

/** A payment that failed was not to be taken, nor one twice: that is for somebody to look at. */
const isMeant = ({ state, money, debitedAt, debitReference }: Payout, debit: Debit): boolean =>
  state !== 'HELD' &&
  state !== 'FAILED' &&
  money.units === debit.units &&
  (debitedAt === null || debitReference === debit.bankReference)
