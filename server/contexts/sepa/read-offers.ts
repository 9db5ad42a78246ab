import { type Pacs008, writePacs002 } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Contact } from './contact.ts'
import { contactStore } from './contact-store.ts'
import { type Match, type SuspenseReason, takesMoney } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { findOwners } from './find-owners.ts'
import { instantLimitMs } from './instant-order.ts'
import { finish, type Message, readJob } from './message.ts'
import { messageStore } from './message-store.ts'
import { answerOffer } from './offer.ts'
import { type AnsweredOffer, offerAnswerOf } from './offer-answer.ts'
import { findOffered, offerStore } from './offer-store.ts'
import { type OfferedPayment, offeredPayment } from './offered-payment.ts'
import { reasonCodes } from './return-order.ts'
import { SenderBook } from './sender-book.ts'
import { storeOutgoing } from './store-outgoing.ts'

/**
 * Answers instant payments that are offered to us (pacs.008 with local instrument INST): our word is stored in the
 * transaction that reads the message, and sent. One that was offered before has its answer. Payments that are not instant
 * are only announced here: the bank tells them when it has booked them.
 */
export async function readOffers(
  kernel: Kernel,
  message: Message,
  told: Pacs008,
  institution: Institution,
): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: message.id }
  await transact(kernel, origin, async work => {
    const offered = await leaveOutAnswered(work, paymentsOf(told, institution))
    if (offered.length > 0) await answer(work, message, told, offered, institution)
    await commit(work, messageStore, finish(message, work.now))
  })
}

/** The instant ones, as payments. */
export const paymentsOf = ({ groupHeader, transactions }: Pacs008, { accountIban: ourIban }: Institution) =>
  transactions.flatMap((transaction, transactionIndex) => {
    const type = transaction.paymentTypeInformation ?? groupHeader.paymentTypeInformation
    return type?.localInstrument === 'INST' ? [offeredPayment(transaction, { ourIban, transactionIndex })] : []
  })

async function leaveOutAnswered(work: Work, all: readonly OfferedPayment[]): Promise<readonly OfferedPayment[]> {
  const known = await findOffered(
    work.sql,
    all.map(({ identity }) => identity),
  )
  return all.filter(({ identity }) => !known.has(identity.toString('hex')))
}

async function answer(
  work: Work,
  message: Message,
  told: Pacs008,
  offered: readonly OfferedPayment[],
  institution: Institution,
): Promise<void> {
  const outgoingId = work.newId()
  const matches = await findOwners(work.sql, offered)
  const senders = await SenderBook.open(
    work,
    offered.map(payment => ({ match: matches.get(payment), slip: payment.slip })),
  )
  const answered: AnsweredOffer[] = []
  const contacts: Decision<Contact>[] = []
  for (const payment of offered) {
    const { code, met } = await judge(work.now, payment, matches.get(payment), senders)
    if (met !== undefined) contacts.push(met)
    const { identity, transactionIndex, transactionId, uetr, units } = payment
    const given = { identity, transactionIndex, transactionId, uetr, units, id: work.newId(), outgoingId }
    const offer = answerOffer({ ...given, messageId: message.id }, code, work.now).next
    const transaction = told.transactions[transactionIndex]
    if (transaction !== undefined) answered.push({ offer, transaction })
  }
  const bytes = writePacs002(offerAnswerOf(outgoingId, told, answered, institution, work.now))
  const send = await storeOutgoing(work, { id: outgoingId, kind: 'pacs.002.001.10', bytes })
  for (const { offer } of answered) await offerStore.save(work, offer)
  for (const met of contacts) await commit({ ...work, partnerId: met.next.partnerId }, contactStore, met)
  await commitEffects(work, [send])
}

interface Judged {
  /** Null: it is accepted. */
  readonly code: string | null
  /** The account of a wrong sender is remembered at once; any other when the payment is booked. */
  readonly met?: Decision<Contact> | undefined
}

/** What could only go back is refused at once; what needs somebody to look is accepted, and waits in suspense. */
async function judge(
  now: Date,
  payment: OfferedPayment,
  match: Match | undefined,
  senders: SenderBook,
): Promise<Judged> {
  const refuse = (reason: SuspenseReason): Judged => ({ code: reasonCodes[reason] })
  const { acceptedAt, currency, units } = payment
  if (currency !== 'EUR' || units === 0n) return { code: 'FF01' }
  if (acceptedAt !== undefined && now.getTime() - acceptedAt.getTime() > instantLimitMs) return { code: 'TM01' }
  if (match === undefined) return refuse('unmatched')
  if (match.owner.isGone) return refuse('user-closed')
  if (!takesMoney(match.owner)) return refuse('user-not-verified')
  const { suspense, met } = await senders.judge(match, payment.slip)
  return suspense === 'sender-rejected' ? { ...refuse(suspense), met } : { code: null }
}
