import { berlinDay } from '../../kit/calendar.ts'
import type { Work } from '../../kit/work/work.ts'
import { bookDebits } from './book-debits.ts'
import { bookPayments } from './book-payments.ts'
import { bookReturns } from './book-returns.ts'
import type { SuspensePatience } from './deposit.ts'
import { insertUnexplained, lockBooking, type UnexplainedEntry } from './deposit-store.ts'
import type { Bookings } from './entry-reader.ts'
import { findOwners } from './find-owners.ts'
import type { Message } from './message.ts'
import { findIdentities, insertNostro, type NostroEntry } from './nostro-store.ts'
import type { Debit, Movement } from './payment.ts'
import { settleOffers } from './settle-offers.ts'

/**
 * Books a set of entries of one message in the open transaction. What is booked already, by this message or another, is
 * left out: sets are booked one after the other, so that nobody looks while another books.
 */
export async function bookEntries(
  work: Work,
  message: Message,
  told: Bookings,
  patience: SuspensePatience,
): Promise<void> {
  await lockBooking(work.sql)
  const { payments, debits, unexplained } = await leaveOutKnown(work, told)
  const strangers = await bookDebits(work, debits)
  const returns = payments.filter(({ returnOf }) => returnOf !== undefined)
  const untied = await bookReturns(work, message, returns, patience)
  const arrived = await settleOffers(work, [...payments.filter(({ returnOf }) => returnOf === undefined), ...untied])
  const matches = told.matches ?? (await findOwners(work.sql, arrived))
  await bookPayments(work, message, arrived, matches, patience)
  const left = [...unexplained, ...strangers.map(debit => unexplainedDebit(message, debit))]
  await insertUnexplained(work.sql, left, work.now)
  const unbooked = new Set<Movement>([...unexplained.filter(isOnOurAccount), ...strangers])
  const toNostro = (direction: 'CRDT' | 'DBIT') => (movement: Movement & { readonly units: bigint }) =>
    nostroOf(movement, direction, !unbooked.has(movement), work.now)
  await insertNostro(
    work.sql,
    message.id,
    [
      ...payments.map(toNostro('CRDT')),
      ...debits.map(toNostro('DBIT')),
      ...unexplained.filter(isOnOurAccount).map(each => toNostro(each.direction)(each)),
    ],
    work.now,
  )
}

const isOnOurAccount = ({ reason, units }: UnexplainedEntry): boolean =>
  reason !== 'other-account' && reason !== 'other-currency' && units > 0n

const nostroOf = (
  { identity, entryReference, bookingDay, units }: Movement & { readonly units: bigint },
  direction: 'CRDT' | 'DBIT',
  isBooked: boolean,
  now: Date,
): Omit<NostroEntry, 'statementId'> => ({
  identity,
  entryReference,
  direction,
  units,
  bookingDay: bookingDay ?? berlinDay(now),
  isBooked,
})

/** What was not told before, each once. */
async function leaveOutKnown(work: Work, { payments, debits, unexplained }: Bookings): Promise<Bookings> {
  const all: readonly Movement[] = [...payments, ...debits, ...unexplained]
  const known = new Set(
    await findIdentities(
      work.sql,
      all.map(({ identity }) => identity),
    ),
  )
  const isFresh = ({ identity }: Movement): boolean => {
    const key = identity.toString('hex')
    if (known.has(key)) return false
    known.add(key)
    return true
  }
  return {
    payments: payments.filter(isFresh),
    debits: debits.filter(isFresh),
    unexplained: unexplained.filter(isFresh),
  }
}

const unexplainedDebit = (message: Message, debit: Debit): UnexplainedEntry => ({
  identity: debit.identity,
  entryReference: debit.entryReference,
  bookingDay: debit.bookingDay,
  messageId: message.id,
  entryIndex: debit.entryIndex,
  transactionIndex: debit.transactionIndex,
  reason: 'debit',
  direction: 'DBIT',
  currency: 'EUR',
  units: debit.units,
  bankReference: debit.bankReference,
})
