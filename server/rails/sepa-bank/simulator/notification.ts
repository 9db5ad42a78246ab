import { type Entry, type TransactionDetails, writeCamt054 } from '../../../iso20022/index.ts'
import type { Booking } from './store.ts'

/** Whose account the bank keeps. */
export interface BankCustomer {
  readonly iban: string
  readonly holder: string
  readonly bic: string
}

/** 35 characters at most: a UUID without its dashes. */
export const messageIdOf = (id: string): string => id.replaceAll('-', '')

/** What the bank says that it has booked on an account, as the bytes of a camt.054.001.08. */
export function notificationOf(
  id: string,
  { iban, holder, bic }: BankCustomer,
  bookings: readonly Booking[],
  now: Date,
): Uint8Array {
  const messageIdentification = messageIdOf(id)
  const creationDateTime = now.toISOString()
  return writeCamt054({
    groupHeader: { messageIdentification, creationDateTime },
    notifications: [
      {
        id: messageIdentification,
        creationDateTime,
        account: { iban, currency: 'EUR', owner: { name: holder }, servicer: { bic } },
        entries: bookings.map(entryOf),
      },
    ],
  })
}

/** Received, issued, what comes back of either, and what the bank takes itself (ISO 20022, external bank transaction codes). */
function bankTransactionCodeOf({ direction, returnReason, creditorIban }: Booking) {
  if (direction === 'DBIT' && creditorIban === null)
    return { domain: { code: 'PMNT', family: 'MDOP', subFamily: 'CHRG' } }
  const isReceived = (direction === 'CRDT') === (returnReason === null)
  const subFamily = returnReason === null ? 'ESCT' : 'RRTN'
  return { domain: { code: 'PMNT', family: isReceived ? 'RCDT' : 'ICDT', subFamily } }
}

export function entryOf(booking: Booking): Entry {
  const amount = { currency: 'EUR', units: booking.units }
  const reference = `SB${booking.id.toString().padStart(14, '0')}`
  const bankTransactionCode = bankTransactionCodeOf(booking)
  const transaction: TransactionDetails = {
    accountServicerReference: reference,
    ...(booking.instructionId === null ? {} : { instructionId: booking.instructionId }),
    endToEndId: booking.endToEndId ?? 'NOTPROVIDED',
    ...(booking.transactionId === null ? {} : { transactionId: booking.transactionId }),
    amount,
    creditDebitIndicator: booking.direction,
    bankTransactionCode,
    ...(booking.debtorName === null ? {} : { debtor: { name: booking.debtorName } }),
    ...(booking.debtorIban === null ? {} : { debtorAccount: { iban: booking.debtorIban } }),
    ...(booking.creditorName === null ? {} : { creditor: { name: booking.creditorName } }),
    ...(booking.creditorIban === null ? {} : { creditorAccount: { iban: booking.creditorIban } }),
    ...(booking.remittance === null ? {} : { remittanceInformation: { unstructured: [booking.remittance] } }),
    ...(booking.returnReason === null ? {} : { returnInformation: { reasonCode: booking.returnReason } }),
  }
  return {
    entryReference: reference,
    amount,
    creditDebitIndicator: booking.direction,
    status: 'BOOK',
    bookingDate: booking.bookingDay,
    valueDate: booking.bookingDay,
    accountServicerReference: reference,
    bankTransactionCode,
    entryDetails: [{ transactionDetails: [transaction] }],
  }
}
