import { commit } from '../../kit/work/commit.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Work } from '../../kit/work/work.ts'
import { bookInstant } from './deposit.ts'
import { findDepositsOfIdentity } from './deposit-store.ts'
import { resolveFoundAgain } from './note-breaks.ts'
import { isBookedBy, type Offer, settleOffer } from './offer.ts'
import { lockAccepted, offerStore } from './offer-store.ts'
import type { Payment } from './payment.ts'

/**
 * The bank tells that it has booked instant payments that we have accepted: what was credited before comes out of transit.
 * Returned is the rest, to be booked as what it is. One whose acceptance is not confirmed yet is among it: that the bank has
 * booked it says that it has our word.
 */
export async function settleOffers(work: Work, payments: readonly Payment[]): Promise<readonly Payment[]> {
  const offers = await lockAccepted(work.sql, {
    transactionIds: payments.flatMap(({ transactionId }) => transactionId ?? []),
    uetrs: payments.flatMap(({ uetr }) => uetr ?? []),
  })
  if (offers.length === 0) return payments
  const open = new Set(offers)
  const left: Payment[] = []
  for (const payment of payments) {
    const offer = [...open].find(each => isBookedBy(each, payment))
    if (offer !== undefined) open.delete(offer)
    if (offer?.state !== 'ACCEPTED') left.push(payment)
    if (offer === undefined) continue
    if (offer.state === 'ACCEPTED') await bookCredited(work, offer)
    await commit(work, offerStore, settleOffer(offer, work.now))
  }
  return left
}

async function bookCredited(work: Work, { id, identity }: Offer): Promise<void> {
  const [deposit] = await findDepositsOfIdentity(work.sql, [identity])
  if (deposit === undefined) throw new Error(`offer ${id} was accepted and not credited`)
  const origin = { ...work, partnerId: deposit.partnerId }
  const [verdict] = (
    await commitItems(work, [{ origin, now: work.now, effects: [{ post: [bookInstant(deposit)] }] }])
  ).values()
  if (verdict !== undefined) throw new Error(`the booking of an instant payment was refused: ${verdict}`)
  const subjects = [identity.toString('hex')]
  await resolveFoundAgain(work, 'not-on-statement', subjects, 'The bank has booked it.')
}
