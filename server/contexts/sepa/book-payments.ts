import { NIL_ID } from '../../kit/ids.ts'
import type { Item } from '../../kit/work/batch.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Decision } from '../../kit/work/decision.ts'
import { exceededLimitOf } from '../../kit/work/verdict.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Contact } from './contact.ts'
import { contactRow } from './contact-store.ts'
import {
  arrive,
  creditArrival,
  type Deposit,
  type Match,
  type SuspensePatience,
  type SuspenseReason,
  suspendArrival,
  takesMoney,
} from './deposit.ts'
import { depositRow } from './deposit-store.ts'
import type { Message } from './message.ts'
import type { Payment, Slip } from './payment.ts'
import { SenderBook } from './sender-book.ts'

/** What the posting function says of an account that takes no money. */
const suspenseReasons: Readonly<Record<string, SuspenseReason>> = {
  'account-waiting': 'user-not-verified',
  'account-closed': 'user-closed',
}

/** A payment with whose it is, before it is decided what becomes of it. */
interface Arrival {
  readonly deposit: Deposit
  readonly match: Match | undefined
  readonly slip: Slip
}

/**
 * Books a set of payments of one message, none of which is booked yet, in the open transaction: each to its owner, or into
 * suspense. Whether an owner's account takes money, and its limits allow it, is for the posting function to say in the end;
 * what goes into suspense is reviewed once more afterwards, so that a change at the same moment is not missed.
 */
export async function bookPayments(
  work: Work,
  message: Message,
  payments: readonly Payment[],
  matches: ReadonlyMap<Payment, Match>,
  patience: SuspensePatience,
): Promise<void> {
  const arrivals = await Promise.all(payments.map(payment => arrivalOf(work, message, payment, matches.get(payment))))
  const senders = await SenderBook.open(work, arrivals)
  const items: Item[] = []
  for (const arrival of arrivals) items.push(await book(work, arrival, senders, patience))
  const refused = [...(await commitItems(work, items))].map(([index, verdict]) => {
    const reason = exceededLimitOf(verdict) === undefined ? suspenseReasons[verdict] : 'limit-exceeded'
    const arrival = arrivals[index]
    if (reason === undefined || arrival === undefined) throw new Error(`a deposit was refused: ${verdict}`)
    return itemOf(work, suspendArrival(arrival.deposit, reason, patience))
  })
  const [verdict] = (await commitItems(work, refused)).values()
  if (verdict !== undefined) throw new Error(`suspense refused a deposit: ${verdict}`)
}

async function book(
  work: Work,
  { deposit, match, slip }: Arrival,
  senders: SenderBook,
  patience: SuspensePatience,
): Promise<Item> {
  const suspend = (reason: SuspenseReason, met?: Decision<Contact>): Item =>
    itemOf(work, suspendArrival(deposit, reason, patience), met)
  if (match === undefined) return suspend('unmatched')
  const { owner } = match
  // A name that was not verified judges nobody. What is gone is for the posting function to refuse.
  if (!owner.isGone && !takesMoney(owner)) return suspend('user-not-verified')
  const { suspense, met } = await senders.judge(match, slip)
  return suspense === undefined ? itemOf(work, creditArrival(deposit, owner, slip), met) : suspend(suspense, met)
}

/** The index by which a payment is found without its end-to-end id in clear: payers write into it what they like. */
export const endToEndIndexOf = (work: Pick<Work, 'vault'>, endToEndId: string): Buffer =>
  work.vault.blindIndex(NIL_ID, 'sepa.end-to-end', endToEndId)

/** A payment as it arrives at its owner, if it has one. */
export async function arrivalOf(
  work: Work,
  message: Message,
  payment: Payment,
  match: Match | undefined,
): Promise<Arrival> {
  const { slip } = payment
  // What nobody owns (any more) is sealed with the message that told it.
  const key =
    match === undefined || match.owner.isGone
      ? { keyPartnerId: NIL_ID, dataKeyId: message.dataKeyId }
      : { keyPartnerId: match.owner.partnerId, dataKeyId: match.owner.dataKeyId }
  const sealed = await work.vault.sealBytes(key.keyPartnerId, key.dataKeyId, JSON.stringify(slip))
  const partnerId = match?.owner.partnerId ?? NIL_ID
  const endToEndIndex = slip.endToEndId === '' ? null : endToEndIndexOf(work, slip.endToEndId)
  const given = { id: work.newId(), messageId: message.id, partnerId, payment, match, endToEndIndex, sealed, ...key }
  return { deposit: arrive(given, work.now), match, slip }
}

/** The effects belong to the partner whose money it is. */
export function itemOf(work: Work, decision: Decision<Deposit>, met?: Decision<Contact>): Item {
  const { actor, cause, requestId } = work
  const origin = {
    actor,
    partnerId: decision.next.partnerId,
    ...(cause === undefined ? {} : { cause }),
    ...(requestId === undefined ? {} : { requestId }),
  }
  return {
    origin,
    now: work.now,
    effects: met === undefined ? [decision] : [decision, met],
    rows: [depositRow(decision.next), ...(met === undefined ? [] : [contactRow(met.next)])],
  }
}
