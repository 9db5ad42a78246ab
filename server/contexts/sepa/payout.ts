import { type EventBody, events } from '@florin/contract/events.ts'
import type { payeeChecks, sepaTransferStatuses } from '@florin/contract/shapes/sepa-transfer.ts'
import { machine, mustMove, nextState } from '../../kit/machine.ts'
import { addMoney, formatAmount, type Money, toJsonNumber } from '../../kit/money.ts'
import type { Decision, EventDraft, HistoryLine, JournalEntry, LimitUse } from '../../kit/work/decision.ts'
import { type HouseCode, houseAccount } from '../ledger/index.ts'
import { limitGivenBack, limitUse } from '../limits/index.ts'
import type { PayeeCheck, PayeeMatch } from './payee-check.ts'

export type PayoutState = 'HELD' | 'SUBMITTED' | 'SETTLED' | 'FAILED' | 'RETURNED'
/** In a batch by the next cut-off, or within ten seconds at any hour. */
export type PayoutScheme = 'SCT' | 'INST'
export type PayoutStatus = (typeof sepaTransferStatuses)[number]

/** Forward only. What is held is the owner's still; what is submitted is on its way; what has settled may come back. */
export const payoutMachine = machine<PayoutState, 'submit' | 'settle' | 'fail' | 'return'>({
  name: 'payout',
  initial: 'HELD',
  moves: {
    HELD: { submit: 'SUBMITTED', fail: 'FAILED' },
    SUBMITTED: { settle: 'SETTLED', fail: 'FAILED', return: 'RETURNED' },
    SETTLED: { return: 'RETURNED' },
    FAILED: {},
    RETURNED: {},
  },
})

/** What a partner ordered: personal data. */
export interface PayoutOrder {
  readonly destinationIban: string
  /** As the message has it: in SEPA's characters. */
  readonly receiverName: string
  readonly receiverFirstName: string | null
  readonly receiverLastName: string | null
  readonly companyName: string | null
  readonly transferTitle: string
  /** On whose behalf we pay, in SEPA's characters. */
  readonly debtorName: string
}

export interface PaymentError {
  readonly description: string
  /** The bank's reason code, or a word of ours. */
  readonly status: string
}

/** A payment to an account at another bank: a row of `sepa.payout`. */
export interface Payout {
  readonly partnerId: string
  readonly id: string
  readonly ownerId: string
  /** Null: the partner itself pays. */
  readonly externalUserId: string | null
  readonly accountId: string
  readonly state: PayoutState
  readonly scheme: PayoutScheme
  /** What the receiver's bank says of the receiver's name. */
  readonly payeeCheck: PayeeCheck
  readonly money: Money
  readonly fee: Money
  /** Its amount is counted against a limit of its owner. */
  readonly usesLimit: boolean
  readonly feeScheduleVersion: number
  readonly feeOverrideId: string | null
  readonly holdId: string
  readonly dataKeyId: string
  /** The `PayoutOrder` under the owner's data key. */
  readonly sealed: Buffer
  readonly outgoingId: string | null
  /** When the bank took the money, whatever else it has said. */
  readonly debitedAt: Date | null
  /** The bank's reference of that booking. */
  readonly debitReference: string | null
  readonly returnId: string | null
  /** What makes its return itself and no other payment. */
  readonly returnIdentity: Buffer | null
  readonly returned: Money | null
  readonly error: PaymentError | null
  readonly createdAt: Date
  readonly submittedAt: Date | null
  readonly endedAt: Date | null
  readonly version: number
}

const statuses: Readonly<Record<PayoutState, PayoutStatus>> = {
  HELD: 'PENDING',
  SUBMITTED: 'PROCESSING',
  SETTLED: 'SUCCESSFUL',
  FAILED: 'FAILED',
  RETURNED: 'RETURNED',
}

/** What partners read of a payment. */
export const payoutFields = (payout: Payout, order: PayoutOrder) => ({
  id: payout.id,
  type: 'external' as const,
  amount: formatAmount(payout.money),
  transferTitle: order.transferTitle,
  destinationIban: order.destinationIban,
  receiverFirstName: order.receiverFirstName,
  receiverLastName: order.receiverLastName,
  status: statuses[payout.state],
  currency: 'eur' as const,
  fee: toJsonNumber(payout.fee),
  createdAt: payout.createdAt.toISOString(),
})

function eventBody(payout: Payout, order: PayoutOrder): EventBody<'sepa_transfer.status'> {
  const { id, state, error } = payout
  if (error === null) return payoutFields(payout, order)
  return state === 'FAILED' ? { id, status: 'FAILED', error } : { ...payoutFields(payout, order), error }
}

const statusEvent = (payout: Payout, order: PayoutOrder): EventDraft => ({
  type: 'sepa_transfer.status',
  subject: payout.id,
  version: events['sepa_transfer.status'].version,
  dataKeyId: payout.dataKeyId,
  body: eventBody(payout, order),
})

const line = (payout: Payout, order: PayoutOrder, status: HistoryLine['status'], completedAt?: Date): HistoryLine => ({
  ownerId: payout.ownerId,
  id: payout.id,
  type: 'SEPA_TRANSFER',
  direction: 'OUT',
  status,
  accountId: payout.accountId,
  money: payout.money,
  fee: payout.fee,
  personal: { dataKeyId: payout.dataKeyId, counterparty: order.receiverName, reference: order.transferTitle },
  createdAt: payout.createdAt,
  ...(completedAt === undefined ? {} : { completedAt }),
})

/** The line of the order is there, and says how it ended. */
const ended = (payout: Payout, order: PayoutOrder, status: HistoryLine['status'], now: Date): HistoryLine => ({
  ...line(payout, order, status, now),
  movesOn: true,
})

type Move = readonly [debit: string, credit: string, money: Money]

const entry = (payout: Payout, kind: string, ...moves: readonly Move[]): JournalEntry => ({
  kind,
  businessId: payout.id,
  lines: moves.filter(([, , money]) => money.units > 0n).map(([debit, credit, money]) => ({ debit, credit, money })),
})

const house = (payout: Payout, code: HouseCode): string => houseAccount(payout.partnerId, code, payout.money.asset)

/** What the owner pays in all. */
const total = (payout: Payout): Money => addMoney(payout.money, payout.fee)

const changed = (payout: Payout, change: Partial<Payout>): Payout => ({
  ...payout,
  ...change,
  version: payout.version + 1,
})

export type NewPayout = Pick<
  Payout,
  | 'partnerId'
  | 'id'
  | 'ownerId'
  | 'externalUserId'
  | 'accountId'
  | 'scheme'
  | 'payeeCheck'
  | 'money'
  | 'fee'
  | 'usesLimit'
  | 'feeScheduleVersion'
  | 'feeOverrideId'
  | 'holdId'
  | 'dataKeyId'
  | 'sealed'
>

/** What it used of a limit its owner may use again: it has not happened. */
const givenBack = ({ usesLimit, ownerId, createdAt }: Payout, money: Money): LimitUse[] =>
  usesLimit ? [limitGivenBack(ownerId, 'WITHDRAWAL', money, createdAt)] : []

/** The amount and the fee are held. */
export function holdPayout(given: NewPayout, order: PayoutOrder, now: Date): Decision<Payout> {
  const next: Payout = {
    ...given,
    state: payoutMachine.initial,
    outgoingId: null,
    debitedAt: null,
    debitReference: null,
    returnId: null,
    returnIdentity: null,
    returned: null,
    error: null,
    createdAt: now,
    submittedAt: null,
    endedAt: null,
    version: 1,
  }
  const { accountId, holdId: id } = next
  return {
    next,
    use: next.usesLimit ? [limitUse(next.ownerId, 'WITHDRAWAL', next.money)] : [],
    hold: [{ op: 'place', id, accountId, money: total(next), kind: 'sepa-payout', businessId: next.id }],
    tell: [line(next, order, 'PENDING')],
    emit: [statusEvent(next, order)],
  }
}

/** The receiver's bank has been asked. */
export const checkPayee = (payout: Payout, match: PayeeMatch): Payout => changed(payout, { payeeCheck: match })

const shownChecks: Readonly<Record<PayeeCheck, (typeof payeeChecks)[number] | null>> = {
  NOT_ASKED: null,
  WAITING: null,
  MTCH: 'MATCH',
  CMTC: 'CLOSE_MATCH',
  NMTC: 'NO_MATCH',
  NOAP: 'NOT_AVAILABLE',
}

/** As partners read it; null where nobody was asked, or has not answered yet. */
export const shownCheck = ({ payeeCheck }: Payout) => shownChecks[payeeCheck]

/** A message orders it: the money leaves the owner and is in transit. */
export function submitPayout(payout: Payout, order: PayoutOrder, outgoingId: string, now: Date): Decision<Payout> {
  const state = mustMove(payoutMachine, payout.state, 'submit')
  const next = changed(payout, { state, outgoingId, submittedAt: now })
  const { accountId, holdId: id, money, fee } = next
  const lines: Move[] = [
    [accountId, house(next, 'in-transit-sepa-out'), money],
    [accountId, house(next, 'fee-sepa'), fee],
  ]
  return {
    next,
    hold: [{ op: 'capture', id, accountId, money: total(next) }],
    post: [entry(next, 'sepa-payout', ...lines)],
    emit: [statusEvent(next, order)],
  }
}

/** Told further than its booking. */
const isAhead = ({ state }: Payout): boolean => state === 'RETURNED' || state === 'SETTLED'

/** The bank has taken the money from our account. Undefined when it has said so before, or was not told to. */
export function settlePayout(
  payout: Payout,
  order: PayoutOrder,
  debitReference: string | null,
  now: Date,
): Decision<Payout> | undefined {
  const state = nextState(payoutMachine, payout.state, 'settle')
  if (payout.debitedAt !== null || (state === undefined && !isAhead(payout))) return undefined
  const taken: Move = [house(payout, 'in-transit-sepa-out'), house(payout, 'bank-safeguarding'), payout.money]
  const post = [entry(payout, 'sepa-payout-settled', taken)]
  // Its return was told first, or it was instant and confirmed: the money is accounted for, and the status stays where it is.
  if (state === undefined) return { next: changed(payout, { debitedAt: now, debitReference }), post }
  const next = changed(payout, { state, debitedAt: now, debitReference, endedAt: now })
  return { next, post, tell: [ended(next, order, 'COMPLETED', now)], emit: [statusEvent(next, order)] }
}

/** The receiver's bank has taken an instant payment: that is final. Its booking follows. Undefined where it says nothing new. */
export function confirmPayout(payout: Payout, order: PayoutOrder, now: Date): Decision<Payout> | undefined {
  const state = nextState(payoutMachine, payout.state, 'settle')
  if (payout.scheme !== 'INST' || state === undefined) return undefined
  const next = changed(payout, { state, endedAt: now })
  return { next, tell: [ended(next, order, 'COMPLETED', now)], emit: [statusEvent(next, order)] }
}

/** It will not happen: the owner has the amount and the fee again. Undefined when it has ended already. */
export function failPayout(
  payout: Payout,
  order: PayoutOrder,
  error: PaymentError,
  now: Date,
): Decision<Payout> | undefined {
  const state = nextState(payoutMachine, payout.state, 'fail')
  if (state === undefined) return undefined
  const next = changed(payout, { state, error, endedAt: now })
  const { accountId, holdId: id, money, fee } = next
  const use = givenBack(next, money)
  const failed = { next, use, tell: [ended(next, order, 'FAILED', now)], emit: [statusEvent(next, order)] }
  if (payout.state === 'HELD') return { ...failed, hold: [{ op: 'release', id, accountId, money: total(next) }] }
  const lines: Move[] = [
    [house(next, 'in-transit-sepa-out'), accountId, money],
    [house(next, 'fee-sepa'), accountId, fee],
  ]
  return { ...failed, post: [entry(next, 'sepa-payout-failed', ...lines)] }
}

export interface PayoutReturn {
  /** Of its line in the history. */
  readonly returnId: string
  readonly returnIdentity: Buffer
  /** What came back, after charges of the banks on the way. */
  readonly money: Money
  readonly error: PaymentError
}

/** The receiving bank has sent it back: it is the owner's again. The fee is not, for we have paid. Undefined when it cannot. */
export function returnPayout(
  payout: Payout,
  order: PayoutOrder,
  { money, ...back }: PayoutReturn,
  now: Date,
): Decision<Payout> | undefined {
  const state = nextState(payoutMachine, payout.state, 'return')
  if (state === undefined) return undefined
  const next = changed(payout, { ...back, state, returned: money, endedAt: now })
  const lines: Move[] = [[house(next, 'bank-safeguarding'), next.accountId, money]]
  const { fee: _, ...told } = line(next, order, 'COMPLETED', now)
  return {
    next,
    use: givenBack(next, money),
    post: [entry(next, 'sepa-payout-returned', ...lines)],
    tell: [{ ...told, id: back.returnId, direction: 'IN', money, createdAt: now }],
    emit: [statusEvent(next, order)],
  }
}
