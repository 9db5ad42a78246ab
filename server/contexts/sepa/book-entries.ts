import type { Work } from '../../kit/work/work.ts'
import { bookDebits } from './book-debits.ts'
import { bookPayments } from './book-payments.ts'
import { bookReturns } from './book-returns.ts'
import type { SuspensePatience } from './deposit.ts'
import { findIdentities, insertUnexplained, lockBooking, type UnexplainedEntry } from './deposit-store.ts'
import type { Message } from './message.ts'
import type { Debit, Payment } from './payment.ts'

/** What a set of entries means. */
export interface Bookings {
  readonly payments: readonly Payment[]
  readonly debits: readonly Debit[]
  readonly unexplained: readonly UnexplainedEntry[]
}

/**
 * Books a set of entries of one message in the open transaction. What is booked already, by this message or another, is
 * left out: sets are booked one after the other, so that nobody looks while another books.
 */
export async function bookEntries(
  work: Work,
  message: Message,
  { payments, debits, unexplained }: Bookings,
  patience: SuspensePatience,
): Promise<void> {
  await lockBooking(work.sql)
  const strangers = await bookDebits(work, debits)
  const fresh = await leaveOutKnown(work, payments)
  const returns = fresh.filter(({ returnOf }) => returnOf !== undefined)
  const untied = await bookReturns(work, message, returns, patience)
  const arrived = [...fresh.filter(({ returnOf }) => returnOf === undefined), ...untied]
  await bookPayments(work, message, arrived, patience)
  const left = [...unexplained, ...strangers.map(debit => unexplainedDebit(message, debit))]
  await insertUnexplained(work.sql, left, work.now)
}

/** Those that are not booked as deposits yet, each once. */
async function leaveOutKnown(work: Work, payments: readonly Payment[]): Promise<Payment[]> {
  const known = await findIdentities(
    work.sql,
    payments.map(({ identity }) => identity),
  )
  const fresh = new Map<string, Payment>()
  for (const payment of payments) {
    const identity = payment.identity.toString('hex')
    if (!known.has(identity) && !fresh.has(identity)) fresh.set(identity, payment)
  }
  return [...fresh.values()]
}

const unexplainedDebit = (message: Message, debit: Debit): UnexplainedEntry => ({
  messageId: message.id,
  entryIndex: debit.entryIndex,
  transactionIndex: debit.transactionIndex,
  reason: 'debit',
  direction: 'DBIT',
  currency: 'EUR',
  units: debit.units,
  bankReference: debit.bankReference,
})
