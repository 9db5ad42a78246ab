import { type Entry, writeCamt054 } from '../../../iso20022/index.ts'
import type { Booking } from './store.ts'

/** What the bank says that it has booked on an account, as the bytes of a camt.054.001.08. */
export function notificationOf(
  {
    id,
    iban,
    holder,
    bic,
  }: { readonly id: string; readonly iban: string; readonly holder: string; readonly bic: string },
  bookings: readonly Booking[],
  now: Date,
): Uint8Array {
  // 35 characters at most: a UUID without its dashes.
  const messageIdentification = id.replaceAll('-', '')
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

const entryOf = (booking: Booking): Entry => {
  const amount = { currency: 'EUR', units: booking.units }
  const reference = `SB${booking.id.toString().padStart(14, '0')}`
  const bankTransactionCode = {
    domain: { code: 'PMNT', family: booking.direction === 'CRDT' ? 'RCDT' : 'ICDT', subFamily: 'ESCT' },
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
    entryDetails: [
      {
        transactionDetails: [
          {
            accountServicerReference: reference,
            endToEndId: booking.endToEndId,
            amount,
            creditDebitIndicator: booking.direction,
            bankTransactionCode,
            debtor: { name: booking.debtorName },
            debtorAccount: { iban: booking.debtorIban },
            creditorAccount: { iban: booking.creditorIban },
            ...(booking.remittance === null ? {} : { remittanceInformation: { unstructured: [booking.remittance] } }),
          },
        ],
      },
    ],
  }
}
