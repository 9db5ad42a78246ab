import type { Entry, GroupHeader, ReportEvent } from '../../iso20022/index.ts'
import type { Match } from './deposit.ts'
import type { UnexplainedEntry } from './deposit-store.ts'
import type { Message } from './message.ts'
import { type Debit, type EntryReading, type Payment, readEntry } from './payment.ts'

/** An entry with what it means. */
export interface ReadEntry {
  readonly index: number
  /** The bank's name of the statement or notification that it stands in. */
  readonly itemId: string
  readonly entry: Entry
  readonly reading: EntryReading
}

/** What a message says of an account before its entries. */
export interface AccountHeader {
  readonly id: string
  readonly account: { readonly iban?: string }
}

/** Entries that are booked together, and the number of the message's entries up to there. */
export interface EntrySet {
  readonly entries: readonly ReadEntry[]
  readonly entriesDone: number
}

/** Payments of an entry: a set is as large as what it books. */
const sizeOf = ({ reading }: ReadEntry): number =>
  reading.kind === 'payments' ? reading.payments.length : reading.kind === 'debits' ? reading.debits.length : 1

/** Gathers what entries mean. It keeps what the message has said of its sender and the account, which its entries need. */
export class EntryReader {
  readonly #message: Message
  readonly #ourIban: string
  #group: GroupHeader | undefined
  #accountIban: string | undefined
  #itemId = ''
  #entriesDone: number
  #entries: ReadEntry[] = []
  #size = 0

  constructor(message: Message, ourIban: string) {
    this.#message = message
    this.#ourIban = ourIban
    this.#entriesDone = message.entriesDone
  }

  get size(): number {
    return this.#size
  }

  /** Leaves out the entries that are booked. */
  take(event: ReportEvent<AccountHeader>): void {
    if (event.kind === 'groupHeader') this.#group = event.groupHeader
    if (event.kind === 'header') {
      this.#accountIban = event.header.account.iban
      this.#itemId = event.header.id
    }
    if (event.kind !== 'entry' || event.index < this.#message.entriesDone) return
    const { entry, index } = event
    this.#entriesDone = index + 1
    const reading = readEntry(entry, {
      accountIban: this.#accountIban,
      ourIban: this.#ourIban,
      messageId: this.#group?.messageIdentification ?? '',
      entryIndex: index,
    })
    const read = { index, itemId: this.#itemId, entry, reading }
    this.#entries.push(read)
    this.#size += sizeOf(read)
  }

  /** What was gathered since the last set. */
  takeSet(): EntrySet {
    const entries = this.#entries
    this.#entries = []
    this.#size = 0
    return { entries, entriesDone: this.#entriesDone }
  }
}

/** What a set of entries means. */
export interface Bookings {
  readonly payments: readonly Payment[]
  readonly debits: readonly Debit[]
  readonly unexplained: readonly UnexplainedEntry[]
  /** Whose the payments are, where that was looked up before. */
  readonly matches?: ReadonlyMap<Payment, Match>
}

/** What entries of a message are to be booked as. */
export const bookingsOf = (message: Message, entries: readonly ReadEntry[]): Bookings => ({
  payments: entries.flatMap(({ reading }) => (reading.kind === 'payments' ? reading.payments : [])),
  debits: entries.flatMap(({ reading }) => (reading.kind === 'debits' ? reading.debits : [])),
  unexplained: entries.flatMap(read => unexplainedOf(message, read)),
})

function unexplainedOf(message: Message, { reading, entry, index }: ReadEntry): UnexplainedEntry[] {
  if (reading.kind !== 'unexplained') return []
  const { reason, bankReference, movement } = reading
  return [
    {
      ...movement,
      messageId: message.id,
      entryIndex: index,
      transactionIndex: 0,
      reason,
      direction: entry.creditDebitIndicator,
      currency: entry.amount.currency,
      units: entry.amount.units,
      bankReference,
    },
  ]
}
