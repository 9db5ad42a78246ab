import { type Balance, writeCamt053 } from '../../../iso20022/index.ts'
import { type BankCustomer, entryOf, messageIdOf } from './notification.ts'
import type { Booking } from './store.ts'

/** What the bank has booked on a day, between the balances before and after it, as the bytes of a camt.053.001.08. */
export function statementOf(
  id: string,
  { iban, holder, bic }: BankCustomer,
  day: { readonly day: string; readonly openingUnits: bigint; readonly bookings: readonly Booking[] },
  now: Date,
): Uint8Array {
  const messageIdentification = messageIdOf(id)
  const creationDateTime = now.toISOString()
  const closingUnits = day.bookings.reduce(
    (sum, { direction, units }) => (direction === 'CRDT' ? sum + units : sum - units),
    day.openingUnits,
  )
  return writeCamt053({
    groupHeader: { messageIdentification, creationDateTime },
    statements: [
      {
        id: messageIdentification,
        creationDateTime,
        account: { iban, currency: 'EUR', owner: { name: holder }, servicer: { bic } },
        balances: [balanceOf('OPBD', day.openingUnits, day.day), balanceOf('CLBD', closingUnits, day.day)],
        entries: day.bookings.map(entryOf),
      },
    ],
  })
}

const balanceOf = (type: string, units: bigint, date: string): Balance => ({
  type,
  amount: { currency: 'EUR', units: units < 0n ? -units : units },
  creditDebitIndicator: units < 0n ? 'DBIT' : 'CRDT',
  date,
})
