import type { Sql } from '../../../kit/sql.ts'
import type { Word } from './offers.ts'
import { bookingOfStored, type NewBooking, storedBooking } from './store.ts'

/** From the acceptance by the payer's bank: a word that comes later is none (SCT Inst rulebook). */
const limitMs = 10_000

/** The payment was given up before the customer's word came. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
}

export async function insertOffer(sql: Sql, booking: NewBooking, now: Date): Promise<void> {
  await sql.query('insert into sim_bank.offer (reference, booking, accepted_at) values ($1, $2, $3)', [
    booking.transactionId,
    JSON.stringify(storedBooking(booking)),
    now,
  ])
}

/** The customer has spoken: what is to be booked now. A word about nothing that waits for one changes nothing. Throws `TooLate`. */
export async function answerOffer(
  sql: Sql,
  { reference, status, reason }: Word,
  now: Date,
): Promise<NewBooking | undefined> {
  const { rows } = await sql.query<{ booking: Parameters<typeof bookingOfStored>[0]; acceptedAt: Date }>(
    `update sim_bank.offer set status = $2, reason = $3 where reference = $1 and status is null
     returning booking, accepted_at as "acceptedAt"`,
    [reference, status, reason],
  )
  const [offer] = rows
  if (offer === undefined || status === 'RJCT') return undefined
  if (now.getTime() - offer.acceptedAt.getTime() > limitMs) throw new TooLate('the ten seconds are over')
  return bookingOfStored(offer.booking)
}
