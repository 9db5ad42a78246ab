import { readPacs008 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { bookPayments } from './book-payments.ts'
import { lockBooking } from './deposit-store.ts'
import { findOwners } from './find-owners.ts'
import { openWhole } from './message-bytes.ts'
import { findMessage } from './message-store.ts'
import { confirmOffer, lapseOffer } from './offer.ts'
import { lockAccepting, offerStore } from './offer-store.ts'
import { confirmOffersKind } from './outgoing.ts'
import type { NotificationDeps } from './read-notification.ts'
import { paymentsOf } from './read-offers.ts'

/** Credits the instant payments whose acceptance our bank has: they are final now. */
export const confirmOffersJob = (kernel: Kernel, deps: NotificationDeps): JobHandler => ({
  kind: confirmOffersKind,
  attemptsMax: Number.POSITIVE_INFINITY,
  run: job => confirmOffers(kernel, (job.payload as { outgoingId: string }).outgoingId, deps),
})

export async function confirmOffers(
  kernel: Kernel,
  outgoingId: string,
  { institution, patience }: NotificationDeps,
): Promise<void> {
  const origin = { actor: `job:${confirmOffersKind}`, partnerId: NIL_ID, cause: outgoingId }
  await transact(kernel, origin, async work => {
    await lockBooking(work.sql)
    const offers = await lockAccepting(work.sql, outgoingId)
    const message = offers[0] && (await findMessage(work.sql, offers[0].messageId))
    if (message === undefined) return
    const told = paymentsOf(readPacs008(await openWhole(kernel, message)), institution)
    const final = told.filter(({ transactionIndex }) => offers.some(each => each.transactionIndex === transactionIndex))
    await bookPayments(work, message, final, await findOwners(work.sql, final), patience)
    for (const offer of offers) await commit(work, offerStore, confirmOffer(offer))
  })
}

/** Our bank did not take the acceptances of a message: the payments never were. */
export async function lapseOffers(work: Work, outgoingId: string): Promise<void> {
  for (const offer of await lockAccepting(work.sql, outgoingId))
    await commit(work, offerStore, lapseOffer(offer, work.now))
}
