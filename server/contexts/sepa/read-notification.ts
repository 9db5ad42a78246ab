import { type GroupHeader, type NotificationHeader, type ReportEvent, readCamt054Stream } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { bookEntries } from './book-entries.ts'
import type { SuspensePatience } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import type { UnexplainedEntry } from './deposit-store.ts'
import { advance, finish, type Message, readJob } from './message.ts'
import { openPieces } from './message-bytes.ts'
import { messageStore } from './message-store.ts'
import { type Debit, type Payment, readEntry } from './payment.ts'

export interface NotificationDeps {
  readonly institution: Institution
  readonly patience: SuspensePatience
}

/** Payments that share a transaction: a larger set gains little and holds its locks longer. */
const setSize = 200

/** Books a camt.054 set by set: how far it has come is written with each, so a restart goes on there. */
export async function readNotification(
  kernel: Kernel,
  sound: Message,
  { institution, patience }: NotificationDeps,
): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: sound.id }
  let message = sound
  const reader = new EntryReader(message, institution)
  const flush = async (): Promise<void> => {
    const { bookings, entriesDone } = reader.takeSet()
    if (entriesDone === message.entriesDone) return
    message = await transact(kernel, origin, async work => {
      await bookEntries(work, message, bookings, patience)
      return commit(work, messageStore, advance(message, entriesDone, work.now))
    })
  }
  for await (const event of readCamt054Stream(openPieces(kernel, message))) {
    reader.take(event)
    if (reader.size >= setSize) await flush()
  }
  await flush()
  await transact(kernel, origin, work => commit(work, messageStore, finish(message, work.now)))
}

/** Gathers what entries mean. It keeps what the message has said of its sender and the account, which its entries need. */
class EntryReader {
  readonly #message: Message
  readonly #institution: Institution
  #group: GroupHeader | undefined
  #accountIban: string | undefined
  #entriesDone: number
  #payments: Payment[] = []
  #debits: Debit[] = []
  #unexplained: UnexplainedEntry[] = []

  constructor(message: Message, institution: Institution) {
    this.#message = message
    this.#institution = institution
    this.#entriesDone = message.entriesDone
  }

  get size(): number {
    return this.#payments.length + this.#debits.length + this.#unexplained.length
  }

  /** Leaves out the entries that are booked. */
  take(event: ReportEvent<NotificationHeader>): void {
    if (event.kind === 'groupHeader') this.#group = event.groupHeader
    if (event.kind === 'header') this.#accountIban = event.header.account.iban
    if (event.kind !== 'entry' || event.index < this.#message.entriesDone) return
    const { entry, index: entryIndex } = event
    this.#entriesDone = entryIndex + 1
    const reading = readEntry(entry, {
      accountIban: this.#accountIban,
      ourIban: this.#institution.accountIban,
      messageId: this.#group?.messageIdentification ?? '',
      entryIndex,
    })
    if (reading.kind === 'payments') this.#payments.push(...reading.payments)
    if (reading.kind === 'debits') this.#debits.push(...reading.debits)
    if (reading.kind === 'unexplained') {
      this.#unexplained.push({
        messageId: this.#message.id,
        entryIndex,
        transactionIndex: 0,
        reason: reading.reason,
        direction: entry.creditDebitIndicator,
        currency: entry.amount.currency,
        units: entry.amount.units,
        bankReference: reading.bankReference,
      })
    }
  }

  /** What was gathered since the last set, and the number of entries up to there. */
  takeSet() {
    const bookings = { payments: this.#payments, debits: this.#debits, unexplained: this.#unexplained }
    this.#payments = []
    this.#debits = []
    this.#unexplained = []
    return { bookings, entriesDone: this.#entriesDone }
  }
}
