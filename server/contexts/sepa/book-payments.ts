import { NIL_ID } from '../../kit/ids.ts'
import type { Item } from '../../kit/work/batch.ts'
import { commitItems } from '../../kit/work/commit-items.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { arrive, creditArrival, type Deposit, type SuspenseReason, suspendArrival } from './deposit.ts'
import { depositRow, findIdentities, lockBooking } from './deposit-store.ts'
import { findOwners, type Match } from './find-owners.ts'
import type { Message } from './message.ts'
import type { Payment, Slip } from './payment.ts'

/** What the posting function says of an account that takes no money. */
const suspenseReasons: Readonly<Record<string, SuspenseReason>> = {
  'account-waiting': 'user-not-verified',
  'account-closed': 'user-closed',
}

interface Arrival {
  readonly deposit: Deposit
  readonly match: Match | undefined
  readonly slip: Slip
}

/**
 * Books a set of payments of one message in the open transaction: each to its owner, or into suspense. One that is booked
 * already, by this message or another, is left out. Whether an owner's account takes money is asked of the posting
 * function, which locks it: an activation at the same moment sees the money either in the account or in suspense.
 */
export async function bookPayments(work: Work, message: Message, payments: readonly Payment[]): Promise<void> {
  await lockBooking(work.sql)
  const fresh = await leaveOutKnown(work, payments)
  const matches = await findOwners(work.sql, fresh)
  const arrivals = await Promise.all(fresh.map(payment => arrivalOf(work, message, payment, matches.get(payment))))
  const items = arrivals.map(({ deposit, match, slip }) =>
    itemOf(
      work,
      match === undefined ? suspendArrival(deposit, 'unmatched') : creditArrival(deposit, match.owner, slip),
    ),
  )
  const refused = [...(await commitItems(work, items))].map(([index, verdict]) => {
    const reason = suspenseReasons[verdict]
    const arrival = arrivals[index]
    if (reason === undefined || arrival === undefined) throw new Error(`a deposit was refused: ${verdict}`)
    return itemOf(work, suspendArrival(arrival.deposit, reason))
  })
  const [verdict] = (await commitItems(work, refused)).values()
  if (verdict !== undefined) throw new Error(`suspense refused a deposit: ${verdict}`)
}

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

async function arrivalOf(work: Work, message: Message, payment: Payment, match: Match | undefined): Promise<Arrival> {
  const { slip } = payment
  // What nobody owns (any more) is sealed with the message that told it.
  const key =
    match === undefined || match.owner.isGone
      ? { keyPartnerId: NIL_ID, dataKeyId: message.dataKeyId }
      : { keyPartnerId: match.owner.partnerId, dataKeyId: match.owner.dataKeyId }
  const sealed = await work.vault.sealBytes(key.keyPartnerId, key.dataKeyId, JSON.stringify(slip))
  const partnerId = match?.owner.partnerId ?? NIL_ID
  const given = { id: work.newId(), messageId: message.id, partnerId, payment, match, sealed, ...key }
  return { deposit: arrive(given, work.now), match, slip }
}

/** The effects belong to the partner whose money it is. */
function itemOf(work: Work, decision: Decision<Deposit>): Item {
  const { actor, cause, requestId } = work
  const origin = {
    actor,
    partnerId: decision.next.partnerId,
    ...(cause === undefined ? {} : { cause }),
    ...(requestId === undefined ? {} : { requestId }),
  }
  return { origin, now: work.now, effects: [decision], rows: [depositRow(decision.next)] }
}
