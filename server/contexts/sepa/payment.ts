import { createHash } from 'node:crypto'
import type { Entry, EntryDetails, RemittanceInformation, TransactionDetails } from '../../iso20022/index.ts'
import { idOnRail } from './outgoing.ts'
import { findReferences } from './reference-search.ts'

/** What the payer and its bank say of a payment: personal data. Empty where they say nothing. */
export interface Slip {
  readonly senderName: string
  readonly senderIban: string
  readonly senderBic: string
  /** The remittance text, or the structured reference. */
  readonly remittance: string
  readonly endToEndId: string
}

/** A movement on our account. */
export interface Movement {
  /** What makes it this one and no other: however often it is told, it is the same. */
  readonly identity: Buffer
  /** The bank's reference of the whole entry, where one entry is many payments. */
  readonly entryReference: string | null
  /** YYYY-MM-DD; null where the bank does not say. */
  readonly bookingDay: string | null
}

/** One payment that our account was credited with, as the bank tells it. */
export interface Payment extends Movement {
  readonly entryIndex: number
  readonly transactionIndex: number
  /** INST: not booked by the bank yet, but final. */
  readonly scheme: 'SCT' | 'INST'
  readonly units: bigint
  readonly valueDate: string | null
  readonly bankReference: string | null
  /** What the payer's bank calls it. */
  readonly transactionId: string | null
  readonly uetr: string | null
  /** The account that was paid: a virtual IBAN, or ours. */
  readonly creditorIban: string | null
  /** Creditor references that may be meant. */
  readonly references: readonly string[]
  /** It says that it is a payment of ours that comes back. */
  readonly returnOf: { readonly payoutId: string; readonly reasonCode: string | undefined } | undefined
  readonly slip: Slip
}

/** Money that left our account. */
export interface Debit extends Movement {
  readonly entryIndex: number
  readonly transactionIndex: number
  /** What it carries out, as far as the bank says so in our words: a payout, or the return of a deposit. */
  readonly ourId: string | undefined
  /** The message that ordered it, where the bank booked all of it as one. */
  readonly outgoingId: string | undefined
  readonly units: bigint
  readonly bankReference: string | null
}

export type UnexplainedReason = 'debit' | 'other-currency' | 'other-account' | 'amounts-differ'

/** What an entry of the account means to us. */
export type EntryReading =
  | { readonly kind: 'payments'; readonly payments: readonly Payment[] }
  | { readonly kind: 'debits'; readonly debits: readonly Debit[] }
  /** Money moved, and no rule of ours says why. */
  | {
      readonly kind: 'unexplained'
      readonly reason: UnexplainedReason
      readonly movement: Movement
      readonly bankReference: string | null
    }
  /** Announced only: it is told again when it is booked. */
  | { readonly kind: 'not-booked' }

export interface EntryPlace {
  /** The account that the notification is about. */
  readonly accountIban: string | undefined
  /** Ours. */
  readonly ourIban: string
  readonly messageId: string
  readonly entryIndex: number
}

/** Reads one entry of a camt.054: it is one payment, or as many as a batch booking lists. */
export function readEntry(entry: Entry, place: EntryPlace): EntryReading {
  if (entry.status !== 'BOOK') return { kind: 'not-booked' }
  const transactions = entry.entryDetails.flatMap((details: EntryDetails) => details.transactionDetails)
  const bankReference = entry.accountServicerReference ?? transactions[0]?.accountServicerReference ?? null
  const whole = { ...place, transactionIndex: 0, isBatch: false }
  const unexplained = (reason: UnexplainedReason): EntryReading => {
    const movement = movementOf(entry, { ...transactions[0] }, entry.amount.units, noSlip, whole)
    return { kind: 'unexplained', reason, movement, bankReference }
  }
  if (place.accountIban !== place.ourIban) return unexplained('other-account')
  if (entry.amount.currency !== 'EUR') return unexplained('other-currency')
  const amounts = amountsOf(entry, transactions)
  if (amounts === undefined) return unexplained('amounts-differ')
  // What was booked without a word about it is still a payment.
  const told: readonly TransactionDetails[] = transactions.length === 0 ? [noWords] : transactions
  const isBatch = told.length > 1
  if (entry.creditDebitIndicator === 'DBIT') {
    const debits = told.map((each, transactionIndex) =>
      debitOf(entry, each, amounts[transactionIndex] ?? 0n, { ...place, transactionIndex, isBatch }),
    )
    return { kind: 'debits', debits }
  }
  const payments = told.map((each, transactionIndex) =>
    paymentOf(entry, each, amounts[transactionIndex] ?? 0n, { ...place, transactionIndex, isBatch }),
  )
  return { kind: 'payments', payments }
}

const noWords: TransactionDetails = {}
const noSlip: Slip = { senderName: '', senderIban: '', senderBic: '', remittance: '', endToEndId: '' }

/** Where in a message a payment stands. */
interface Place extends EntryPlace {
  readonly transactionIndex: number
  readonly isBatch: boolean
}

function debitOf(entry: Entry, transaction: TransactionDetails, units: bigint, place: Place): Debit {
  const { entryIndex, transactionIndex } = place
  const slip = { ...noSlip, endToEndId: given(transaction.endToEndId) ?? '' }
  const batch = entry.entryDetails.find(details => details.batch !== undefined)?.batch
  return {
    ...movementOf(entry, transaction, units, slip, place),
    entryIndex,
    transactionIndex,
    ourId: idOnRail(transaction.instructionId) ?? idOnRail(transaction.endToEndId),
    outgoingId: idOnRail(batch?.paymentInformationIdentification ?? batch?.messageIdentification),
    units,
    bankReference: transaction.accountServicerReference ?? entry.accountServicerReference ?? null,
  }
}

/** Returns are told by the reason that they bear, or by the code of the booking (RRTN). */
function returnOf(entry: Entry, transaction: TransactionDetails): Payment['returnOf'] {
  const codes = [transaction.bankTransactionCode, entry.bankTransactionCode]
  const isReturn = transaction.returnInformation !== undefined || codes.some(code => code?.domain?.subFamily === 'RRTN')
  const payoutId = isReturn ? (idOnRail(transaction.endToEndId) ?? idOnRail(transaction.instructionId)) : undefined
  return payoutId === undefined ? undefined : { payoutId, reasonCode: transaction.returnInformation?.reasonCode }
}

/** What each transaction brought; undefined where they do not add up to what was booked. */
function amountsOf(entry: Entry, transactions: readonly TransactionDetails[]): readonly bigint[] | undefined {
  // The account got the entry's amount, whatever one payment's own says before charges.
  if (transactions.length <= 1) return entry.amount.units > 0n ? [entry.amount.units] : undefined
  const units = transactions.map(({ amount }) => (amount?.currency === 'EUR' ? amount.units : 0n))
  const sum = units.reduce((total, each) => total + each, 0n)
  return sum === entry.amount.units && units.every(each => each > 0n) ? units : undefined
}

/** What the payer and its bank have written, with the references that may be meant. */
export function readSlip(told: {
  readonly name: string | undefined
  readonly iban: string | undefined
  readonly bic: string | undefined
  readonly remittance: RemittanceInformation | undefined
  readonly endToEndId: string | undefined
}): { readonly slip: Slip; readonly references: readonly string[] } {
  const { unstructured = [], structured = [] } = told.remittance ?? {}
  const structuredTexts = structured.flatMap(({ creditorReference, additionalRemittanceInformation = [] }) => [
    ...(creditorReference === undefined ? [] : [creditorReference]),
    ...additionalRemittanceInformation,
  ])
  const slip: Slip = {
    senderName: told.name ?? '',
    senderIban: told.iban ?? '',
    senderBic: told.bic ?? '',
    remittance: [...unstructured, ...structuredTexts].join(' ').trim(),
    endToEndId: given(told.endToEndId) ?? '',
  }
  return { slip, references: findReferences([...structuredTexts, ...unstructured, slip.endToEndId]) }
}

function paymentOf(entry: Entry, transaction: TransactionDetails, units: bigint, place: Place): Payment {
  const { slip, references } = readSlip({
    name: transaction.debtor?.name ?? transaction.debtorAsAgent?.name,
    iban: transaction.debtorAccount?.iban,
    bic: transaction.debtorAgent?.bic,
    remittance: transaction.remittanceInformation,
    endToEndId: transaction.endToEndId,
  })
  return {
    ...movementOf(entry, transaction, units, slip, place),
    entryIndex: place.entryIndex,
    transactionIndex: place.transactionIndex,
    scheme: 'SCT',
    units,
    valueDate: entry.valueDate ?? entry.valueDateTime?.slice(0, 10) ?? null,
    bankReference: transaction.accountServicerReference ?? entry.accountServicerReference ?? null,
    transactionId: given(transaction.transactionId) ?? null,
    uetr: transaction.uetr ?? null,
    creditorIban: transaction.creditorAccount?.iban?.toUpperCase() ?? null,
    references,
    returnOf: returnOf(entry, transaction),
    slip,
  }
}

/** Banks fill a mandatory field that the payer left out. */
export const given = (id: string | undefined): string | undefined => (id === 'NOTPROVIDED' ? undefined : id)

const bookingDayOf = (entry: Entry): string | null => entry.bookingDate ?? entry.bookingDateTime?.slice(0, 10) ?? null

const movementOf = (
  entry: Entry,
  transaction: TransactionDetails,
  units: bigint,
  slip: Slip,
  place: Place,
): Movement => ({
  identity: identityOf(entry, transaction, units, slip, place),
  entryReference: entry.accountServicerReference ?? null,
  bookingDay: bookingDayOf(entry),
})

/**
 * The bank's own reference if there is one, since it is unique by account. Otherwise what the payer's bank gave: the UETR, or
 * the end-to-end id together with the sender, the amount and the day (payers use one id for all of a standing order).
 * Where nobody gave anything, the place in this message.
 */
function identityOf(entry: Entry, transaction: TransactionDetails, units: bigint, slip: Slip, place: Place): Buffer {
  const own = transaction.accountServicerReference
  const day = bookingDayOf(entry) ?? ''
  const parts =
    own !== undefined && own !== entry.accountServicerReference
      ? ['reference', own]
      : entry.accountServicerReference !== undefined
        ? ['reference', entry.accountServicerReference, ...(place.isBatch ? [String(place.transactionIndex)] : [])]
        : transaction.uetr !== undefined
          ? ['uetr', transaction.uetr]
          : slip.endToEndId !== ''
            ? ['end-to-end', slip.endToEndId, slip.senderIban, String(units), day]
            : ['place', place.messageId, String(place.entryIndex), String(place.transactionIndex)]
  return createHash('sha256')
    .update(JSON.stringify([place.ourIban, ...parts]))
    .digest()
}
