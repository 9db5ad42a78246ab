import {
  type CreditTransferOrder,
  identifyMessage,
  MalformedMessage,
  type OrderedTransactionStatus,
  type Pain001,
  type PaymentInstruction,
  type PaymentReturn,
  readPacs004,
  readPain001,
  writePain002,
} from '../../../iso20022/index.ts'
import {
  addTargetDays,
  berlinDay,
  berlinInstant,
  berlinTime,
  isTargetDay,
  targetDayFrom,
} from '../../../kit/calendar.ts'
import { type Outcome, outcomeOf } from './magic-ibans.ts'
import { type BankCustomer, messageIdOf } from './notification.ts'
import type { NewBooking, Task } from './store.ts'

/** After it the bank executes on the next TARGET day. */
const cutOff = '16:00'
/** When it begins to execute what was left for a day, and when returns come in. */
const morning = '08:00'
const returnsAt = '10:00'
const returnsAfterDays = 3
/** From the order to its booking, while the bank is open. */
const handlingMs = 1_000

/** What the bank does with a message of its customer. */
export interface Orders {
  readonly tasks: readonly Task[]
  /** The answer to it, if the message gets one. */
  readonly answer: Uint8Array | undefined
}

/** Reads a message. Throws `MalformedMessage` for what the bank does not take. */
export function takeOrders(
  bytes: Uint8Array,
  customer: BankCustomer,
  { answerId, now }: { readonly answerId: string; readonly now: Date },
): Orders {
  const kind = identifyMessage(bytes)
  if (kind === 'pain.001.001.09') return takePayments(readPain001(bytes), customer, answerId, now)
  if (kind !== 'pacs.004.001.09') throw new MalformedMessage(`${kind} is not taken`)
  const dueAt = executionAt(berlinDay(now), now)
  const tasks = readPacs004(bytes).transactions.map(each => ({
    dueAt,
    booking: bookingOfReturn(each, customer),
    returns: null,
  }))
  return { tasks, answer: undefined }
}

/** When what is wanted for a day is booked: now, or in the morning of the first day that the bank is open. */
function executionAt(wantedDay: string, now: Date): Date {
  const today = berlinDay(now)
  const isLate = isTargetDay(today) && berlinTime(now) >= cutOff
  if (wantedDay <= today && isTargetDay(today) && !isLate) return new Date(now.getTime() + handlingMs)
  const first = isLate ? addTargetDays(today, 1) : targetDayFrom(today)
  return berlinInstant(wantedDay > first ? targetDayFrom(wantedDay) : first, morning)
}

function takePayments(message: Pain001, customer: BankCustomer, answerId: string, now: Date): Orders {
  const taken = message.paymentInstructions.map(instruction => takeInstruction(instruction, customer, now))
  const answer = writePain002({
    groupHeader: { messageIdentification: messageIdOf(answerId), creationDateTime: now.toISOString() },
    originalGroup: {
      originalMessageIdentification: message.groupHeader.messageIdentification,
      originalMessageNameIdentification: 'pain.001.001.09',
    },
    paymentInstructions: taken.map(({ originalPaymentInformationIdentification, transactions }) => ({
      originalPaymentInformationIdentification,
      transactions,
    })),
  })
  return { tasks: taken.flatMap(({ tasks }) => tasks), answer }
}

function takeInstruction(instruction: PaymentInstruction, customer: BankCustomer, now: Date) {
  const isOurs = instruction.debtorAccount.iban === customer.iban
  const dueAt = executionAt(instruction.requestedExecutionDate ?? berlinDay(now), now)
  const orders = instruction.transactions.map(order => {
    const outcome: Outcome = isOurs ? outcomeOf(order.creditorAccount?.iban ?? '') : { kind: 'reject', code: 'AC02' }
    return { order, outcome }
  })
  return {
    originalPaymentInformationIdentification: instruction.paymentInformationIdentification,
    transactions: orders.map(({ order, outcome }) => statusOf(order, outcome)),
    tasks: orders
      .filter(({ outcome }) => outcome.kind !== 'reject')
      .map(({ order, outcome }) => ({
        dueAt,
        booking: bookingOfPayment(order, customer),
        returns: outcome.kind === 'return' ? { dueAt: returnAt(dueAt), reason: outcome.code } : null,
      })),
  }
}

/** When what was recalled comes back. */
export const nextMorning = (now: Date): Date => berlinInstant(addTargetDays(berlinDay(now), 1), returnsAt)

export const returnAt = (dueAt: Date): Date =>
  berlinInstant(addTargetDays(berlinDay(dueAt), returnsAfterDays), returnsAt)

const statusOf = (order: CreditTransferOrder, outcome: Outcome): OrderedTransactionStatus => ({
  ...(order.instructionId === undefined ? {} : { originalInstructionId: order.instructionId }),
  originalEndToEndId: order.endToEndId,
  transactionStatus: outcome.kind === 'reject' ? 'RJCT' : 'ACCP',
  ...(outcome.kind === 'reject' ? { statusReasons: [{ reasonCode: outcome.code }] } : {}),
})

const bookingOfPayment = (order: CreditTransferOrder, customer: BankCustomer): NewBooking => ({
  direction: 'DBIT',
  units: order.instructedAmount.units,
  creditorName: order.creditor?.name ?? null,
  creditorIban: order.creditorAccount?.iban ?? null,
  debtorName: customer.holder,
  debtorIban: customer.iban,
  instructionId: order.instructionId ?? null,
  endToEndId: order.endToEndId,
  transactionId: null,
  remittance: order.remittanceInformation?.unstructured?.[0] ?? null,
  returnReason: null,
})

const bookingOfReturn = (given: PaymentReturn, customer: BankCustomer): NewBooking => ({
  direction: 'DBIT',
  units: given.returnedInterbankSettlementAmount.units,
  creditorName: given.originalTransactionReference?.debtor?.name ?? null,
  creditorIban: given.originalTransactionReference?.debtorAccount?.iban ?? null,
  debtorName: customer.holder,
  debtorIban: customer.iban,
  instructionId: given.returnId ?? null,
  endToEndId: given.originalEndToEndId ?? null,
  transactionId: given.originalTransactionId ?? null,
  remittance: null,
  returnReason: given.returnReasons?.[0]?.reasonCode ?? 'MS03',
})

/** What the bank takes for a payment, where it charges: 0.20 EUR. */
export const chargeOf = (customer: BankCustomer): NewBooking => ({
  direction: 'DBIT',
  units: 20n,
  creditorName: null,
  creditorIban: null,
  debtorName: customer.holder,
  debtorIban: customer.iban,
  instructionId: null,
  endToEndId: null,
  transactionId: null,
  remittance: 'Charge for a payment',
  returnReason: null,
})

/** The receiving bank sends a payment back: what the account shows then. */
export const bookingOfReturned = (paid: NewBooking, reason: string): NewBooking => ({
  ...paid,
  direction: 'CRDT',
  creditorName: paid.debtorName,
  creditorIban: paid.debtorIban,
  debtorName: paid.creditorName,
  debtorIban: paid.creditorIban,
  returnReason: reason,
})
