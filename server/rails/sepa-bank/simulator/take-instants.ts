import {
  type InterbankCreditTransfer,
  identifyMessage,
  MalformedMessage,
  readPacs008,
  readPacs028,
  type TransactionStatus,
  writePacs002,
} from '../../../iso20022/index.ts'
import { instantCountries, instantOutcomeOf, type Silence, silenceOf } from './magic-ibans.ts'
import { type BankCustomer, messageIdOf } from './notification.ts'
import type { NewBooking } from './store.ts'

/** From the acceptance by the payer's bank: later nobody may take the payment (SCT Inst rulebook). */
const limitMs = 10_000

/** An instant payment as the receiver's bank decides it. */
export interface DecidedInstant {
  readonly reference: string
  readonly status: 'ACCP' | 'RJCT'
  readonly reason: string | null
  readonly silence: Silence
  /** What is booked at once, where it is taken. */
  readonly booking: NewBooking | undefined
  /** It comes back, for this reason. */
  readonly returnReason: string | undefined
}

export type InstantMessage =
  | { readonly kind: 'payment'; readonly payment: DecidedInstant; readonly of: OriginalMessage }
  | { readonly kind: 'question'; readonly reference: string; readonly of: OriginalMessage }

/** The message that an answer is about. */
export interface OriginalMessage {
  readonly originalMessageIdentification: string
  readonly originalMessageNameIdentification: string
}

/** Throws `MalformedMessage` for what the bank does not take. */
export function readInstant(bytes: Uint8Array, customer: BankCustomer, now: Date): InstantMessage {
  const kind = identifyMessage(bytes)
  if (kind === 'pacs.028.001.03') {
    const { originalGroups, transactions } = readPacs028(bytes)
    const reference = transactions[0]?.originalEndToEndId
    const of = originalGroups[0]
    if (reference === undefined || of === undefined) throw new MalformedMessage('a question about nothing')
    return { kind: 'question', reference, of }
  }
  if (kind !== 'pacs.008.001.08') throw new MalformedMessage(`${kind} is not taken here`)
  const { groupHeader, transactions } = readPacs008(bytes)
  const [payment, ...more] = transactions
  if (payment === undefined || more.length > 0) throw new MalformedMessage('an instant message has one payment')
  const of = {
    originalMessageIdentification: groupHeader.messageIdentification,
    originalMessageNameIdentification: kind,
  }
  return { kind: 'payment', payment: decide(payment, customer, now), of }
}

function decide(payment: InterbankCreditTransfer, customer: BankCustomer, now: Date): DecidedInstant {
  const iban = payment.creditorAccount?.iban ?? ''
  const outcome = instantOutcomeOf(iban)
  const reason = refusalOf(payment, customer, now) ?? (outcome.kind === 'reject' ? outcome.code : null)
  return {
    reference: payment.endToEndId,
    status: reason === null ? 'ACCP' : 'RJCT',
    reason,
    silence: silenceOf(iban),
    booking: reason === null ? bookingOf(payment, customer) : undefined,
    returnReason: reason === null && outcome.kind === 'return' ? outcome.code : undefined,
  }
}

/** What no receiver's bank is asked about. */
function refusalOf(payment: InterbankCreditTransfer, customer: BankCustomer, now: Date): string | null {
  if (payment.debtorAccount?.iban !== customer.iban) return 'AC02'
  const country = payment.creditorAccount?.iban?.slice(0, 2) ?? ''
  if (!instantCountries.some(each => each === country)) return 'AB08'
  const acceptedAt = Date.parse(payment.acceptanceDateTime ?? '')
  return Number.isNaN(acceptedAt) || now.getTime() - acceptedAt > limitMs ? 'TM01' : null
}

const bookingOf = (payment: InterbankCreditTransfer, customer: BankCustomer): NewBooking => ({
  direction: 'DBIT',
  units: payment.interbankSettlementAmount.units,
  creditorName: payment.creditor.name ?? null,
  creditorIban: payment.creditorAccount?.iban ?? null,
  debtorName: customer.holder,
  debtorIban: customer.iban,
  instructionId: payment.instructionId ?? null,
  endToEndId: payment.endToEndId,
  transactionId: payment.transactionId ?? null,
  remittance: payment.remittanceInformation?.unstructured?.[0] ?? null,
  returnReason: null,
})

/** What became of a payment, as the bytes of a pacs.002.001.10. */
export function instantAnswerOf(
  id: string,
  reference: string,
  of: OriginalMessage,
  { status, reason }: { readonly status: 'ACCP' | 'RJCT' | 'PDNG'; readonly reason: string | null },
  now: Date,
): Uint8Array {
  const transaction: TransactionStatus = {
    statusId: messageIdOf(id),
    originalEndToEndId: reference,
    originalTransactionId: reference,
    transactionStatus: status,
    ...(reason === null ? {} : { statusReasons: [{ reasonCode: reason }] }),
  }
  return writePacs002({
    groupHeader: { messageIdentification: messageIdOf(id), creationDateTime: now.toISOString() },
    originalGroups: [
      {
        originalMessageIdentification: of.originalMessageIdentification,
        originalMessageNameIdentification: of.originalMessageNameIdentification,
      },
    ],
    transactions: [transaction],
  })
}
