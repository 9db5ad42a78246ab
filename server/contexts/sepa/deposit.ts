import { type EventBody, events } from '@florin/contract/events.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import { formatAmount, type Money } from '../../kit/money.ts'
import type { Decision, EventDraft, JobRequest, JournalEntry } from '../../kit/work/decision.ts'
import { type HouseCode, houseAccount } from '../ledger/index.ts'
import { limitUse } from '../limits/index.ts'
import { bearsLimits, isVerified, type User } from '../users/index.ts'
import type { Payment, Slip } from './payment.ts'

export type DepositState = 'ARRIVED' | 'CREDITED' | 'IN_SUSPENSE' | 'RETURNING' | 'RETURNED'
export type SuspenseReason =
  /** Nobody knows whose it is. */
  | 'unmatched'
  | 'user-not-verified'
  | 'user-closed'
  /** The sender may be the owner: somebody has to look. */
  | 'sender-pending'
  /** The sender says that it is the owner, and is not. */
  | 'sender-rejected'
  /** It should have gone back, and the bank did not take it: somebody has to look. */
  | 'return-failed'
  /** Its payer's bank asked for it, and gets it. */
  | 'recalled'
  /** More than its owner's limits allow: they may be higher later, or free again. */
  | 'limit-exceeded'
export type MatchedBy = 'iban' | 'reference'

/** Money that came in belongs to somebody, or rests in suspense until it does or goes back. */
export const depositMachine = machine<DepositState, 'credit' | 'suspend' | 'return' | 'recall' | 'settle' | 'fail'>({
  name: 'sepa deposit',
  initial: 'ARRIVED',
  moves: {
    ARRIVED: { credit: 'CREDITED', suspend: 'IN_SUSPENSE' },
    IN_SUSPENSE: { credit: 'CREDITED', return: 'RETURNING' },
    RETURNING: { settle: 'RETURNED', fail: 'IN_SUSPENSE' },
    CREDITED: { recall: 'RETURNING' },
    RETURNED: {},
  },
})

/** What an owner is called: a person by what is known of it, a partner by its name. */
export type Holder =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'partner'; readonly name: string }

/** Whose money it is: a user, or the partner itself. */
export interface Owner {
  readonly partnerId: string
  readonly ownerId: string
  /** Null: the partner itself. */
  readonly externalUserId: string | null
  /** The eur account. */
  readonly accountId: string
  readonly dataKeyId: string
  /** Nothing may be sealed for it any more: the user was deleted, and its data key is or will be destroyed. */
  readonly isGone: boolean
  readonly holder: Holder
}

/** Whether money can be the owner's now; the posting function has the last word. */
export const takesMoney = ({ holder }: Owner): boolean =>
  holder.kind === 'partner' || (isVerified(holder.user) && holder.user.fiatStatus === 'ACTIVE')

/** Limits hold for the users of partners with KYC. */
export const ownerBearsLimits = ({ holder }: Pick<Owner, 'holder'>): boolean =>
  holder.kind === 'user' && bearsLimits(holder.user)

/** How a payment was found to be an owner's. */
export interface Match {
  readonly owner: Owner
  readonly by: MatchedBy
  /** The payer named the owner's reference, and so says that it is the owner itself. */
  readonly withReference: boolean
}

/** A row of `sepa.deposit`. */
export interface Deposit {
  /** The nil partner where nobody knows whose it is. */
  readonly partnerId: string
  readonly id: string
  readonly identity: Buffer
  readonly messageId: string
  readonly entryIndex: number
  readonly transactionIndex: number
  readonly state: DepositState
  readonly suspenseReason: SuspenseReason | null
  readonly matchedBy: MatchedBy | null
  readonly withReference: boolean
  readonly ownerId: string | null
  readonly externalUserId: string | null
  readonly money: Money
  readonly valueDate: string | null
  readonly bankReference: string | null
  /** INST: it was accepted, and credited before the bank has booked it. */
  readonly scheme: 'SCT' | 'INST'
  /** What the payer's bank calls it. */
  readonly transactionId: string | null
  /** Of the end-to-end id that the payer gave it; null where it gave none. */
  readonly endToEndIndex: Buffer | null
  /** The slip, under this key of this partner. */
  readonly keyPartnerId: string
  readonly dataKeyId: string
  readonly sealed: Buffer
  readonly arrivedAt: Date
  readonly creditedAt: Date | null
  /** Since when the present reason holds. */
  readonly suspendedAt: Date | null
  /** The message that gives it back. */
  readonly outgoingId: string | null
  readonly updatedAt: Date
  readonly version: number
}

export interface NewDeposit
  extends Pick<Deposit, 'id' | 'messageId' | 'endToEndIndex' | 'keyPartnerId' | 'dataKeyId' | 'sealed'> {
  readonly payment: Payment
  readonly match: Match | undefined
  readonly partnerId: string
}

/** A payment as it arrives; `creditArrival` or `suspendArrival` says what becomes of it, and only then it is written. */
export function arrive({ payment, match, ...given }: NewDeposit, now: Date): Deposit {
  return {
    ...given,
    identity: payment.identity,
    entryIndex: payment.entryIndex,
    transactionIndex: payment.transactionIndex,
    state: depositMachine.initial,
    suspenseReason: null,
    matchedBy: match?.by ?? null,
    withReference: match?.withReference ?? false,
    ownerId: match?.owner.ownerId ?? null,
    externalUserId: match?.owner.externalUserId ?? null,
    money: { asset: 'eur', units: payment.units },
    valueDate: payment.valueDate,
    bankReference: payment.bankReference,
    scheme: payment.scheme,
    transactionId: payment.transactionId,
    arrivedAt: now,
    creditedAt: null,
    suspendedAt: null,
    outgoingId: null,
    updatedAt: now,
    version: 1,
  }
}

/** The partner's own house account. */
export const house = (deposit: Deposit, code: HouseCode): string =>
  houseAccount(deposit.partnerId, code, deposit.money.asset)

/**
 * Our account at the bank has grown; from in transit the money goes on at once, to its owner or to suspense. One entry, as
 * there are many. An instant payment goes on before our account has grown: until then it is in transit with the other sign.
 */
const arrival = (deposit: Deposit, kind: string, credit: string): JournalEntry => ({
  kind,
  businessId: deposit.id,
  ...(deposit.valueDate === null ? {} : { valueDate: deposit.valueDate }),
  lines: [
    ...(deposit.scheme === 'INST' ? [] : [toTransit(deposit)]),
    { debit: house(deposit, 'in-transit-sepa-in'), credit, money: deposit.money },
  ],
})

const toTransit = (deposit: Deposit) => ({
  debit: house(deposit, 'bank-safeguarding'),
  credit: house(deposit, 'in-transit-sepa-in'),
  money: deposit.money,
})

/** The bank has booked an instant payment that was credited before. */
export const bookInstant = (deposit: Deposit): JournalEntry => ({
  kind: 'sepa-instant-booked',
  businessId: deposit.id,
  lines: [toTransit(deposit)],
})

export const depositEvent = (
  { id, money, arrivedAt }: Deposit,
  { externalUserId, dataKeyId }: Owner,
  slip: Slip,
  status: 'SUCCESSFUL' | 'RETURNED',
): EventDraft => ({
  type: 'sepa_deposit.status',
  subject: id,
  version: events['sepa_deposit.status'].version,
  dataKeyId,
  body: {
    id,
    externalUserId,
    amount: formatAmount(money),
    currency: 'eur',
    senderName: slip.senderName,
    senderIban: slip.senderIban,
    transferTitle: slip.remittance,
    status,
    createdAt: arrivedAt.toISOString(),
  } satisfies EventBody<'sepa_deposit.status'>,
})

function credited(deposit: Deposit, owner: Owner, slip: Slip, post: JournalEntry, now: Date): Decision<Deposit> {
  const next: Deposit = {
    ...deposit,
    state: mustMove(depositMachine, deposit.state, 'credit'),
    suspenseReason: null,
    creditedAt: now,
    updatedAt: now,
  }
  const { money, id } = deposit
  return {
    next,
    use: ownerBearsLimits(owner) ? [limitUse(owner.ownerId, 'DEPOSIT', money)] : [],
    post: [post],
    tell: [
      {
        ownerId: owner.ownerId,
        id,
        type: 'SEPA_DEPOSIT',
        direction: 'IN',
        status: 'COMPLETED',
        accountId: owner.accountId,
        money,
        personal: { dataKeyId: owner.dataKeyId, counterparty: slip.senderName, reference: slip.remittance },
        createdAt: deposit.arrivedAt,
        completedAt: now,
      },
    ],
    emit: [depositEvent(next, owner, slip, 'SUCCESSFUL')],
  }
}

/** The money is the owner's at once. Refused by the posting function where the owner's account is waiting or closed, or its limits are too low. */
export function creditArrival(deposit: Deposit, owner: Owner, slip: Slip): Decision<Deposit> {
  return credited(deposit, owner, slip, arrival(deposit, 'sepa-credit', owner.accountId), deposit.arrivedAt)
}

export const reviewJob = 'sepa.review-suspense'
export const returnJob = 'sepa.return-deposit'

/** How long money may wait before it goes back to its sender: by the clock, from when the reason began to hold. */
export interface SuspensePatience {
  readonly days: number
}

/** When it goes back, unless something changes; undefined: never by itself. */
export function returnDueAt(reason: SuspenseReason, since: Date, { days }: SuspensePatience): Date | undefined {
  if (reason === 'return-failed') return undefined
  const isFinal = reason === 'user-closed' || reason === 'sender-rejected'
  return new Date(since.getTime() + (isFinal ? 0 : days * 86_400_000))
}

/** Jobs that look at it again: once when it is there, so that no change at the same moment is missed, and when it is to go back. */
function looks(deposit: Deposit, patience: SuspensePatience): JobRequest[] {
  const { id, ownerId, suspenseReason, suspendedAt, version } = deposit
  const dueAt = suspenseReason && suspendedAt && returnDueAt(suspenseReason, suspendedAt, patience)
  return [
    ...(ownerId === null ? [] : [{ kind: reviewJob, key: `${id}/${version}`, payload: { subject: ownerId } }]),
    ...(dueAt ? [{ kind: returnJob, key: `${id}/${version}`, payload: { depositId: id }, dueAt }] : []),
  ]
}

/** The money rests in suspense, for this reason. */
export function suspendArrival(
  deposit: Deposit,
  reason: SuspenseReason,
  patience: SuspensePatience,
): Decision<Deposit> {
  const state = mustMove(depositMachine, deposit.state, 'suspend')
  const next: Deposit = { ...deposit, state, suspenseReason: reason, suspendedAt: deposit.arrivedAt }
  return {
    next,
    post: [arrival(deposit, 'sepa-suspense', house(deposit, 'suspense'))],
    then: looks(next, patience),
  }
}

/** What kept it in suspense is over: the money is its owner's. */
export function creditFromSuspense(deposit: Deposit, owner: Owner, slip: Slip, now: Date): Decision<Deposit> {
  const lines = [{ debit: house(deposit, 'suspense'), credit: owner.accountId, money: deposit.money }]
  const decision = credited(deposit, owner, slip, { kind: 'sepa-release', businessId: deposit.id, lines }, now)
  return { ...decision, next: { ...decision.next, version: deposit.version + 1 } }
}

/** It still rests in suspense, for another reason. */
export function keepInSuspense(
  deposit: Deposit,
  reason: SuspenseReason,
  patience: SuspensePatience,
  now: Date,
): Decision<Deposit> {
  const next = { ...deposit, suspenseReason: reason, suspendedAt: now, updatedAt: now, version: deposit.version + 1 }
  return { next, then: looks(next, patience) }
}
