import {
  type GroupHeader,
  identifyMessage,
  MalformedMessage,
  type NotificationHeader,
  type ReportEvent,
  readCamt054Stream,
} from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { bookPayments } from './book-payments.ts'
import type { Institution } from './deposit-info.ts'
import { insertUnexplained, type UnexplainedEntry } from './deposit-store.ts'
import { accept, advance, finish, type Message, readJob, refuse } from './message.ts'
import { findMessage, findPiece, messageStore } from './message-store.ts'
import { type Payment, readEntry } from './payment.ts'

/** Payments that share a transaction: a larger set gains little and holds its locks longer. */
const setSize = 200

const origin = { actor: `job:${readJob}`, partnerId: NIL_ID }

/** Reads what the bank has sent. Safe to repeat, and goes on where a former attempt was stopped. */
export const readMessageJob = (kernel: Kernel, institution: Institution): JobHandler => ({
  kind: readJob,
  run: job => readMessage(kernel, institution, (job.payload as { messageId: string }).messageId),
})

export async function readMessage(kernel: Kernel, institution: Institution, messageId: string): Promise<void> {
  const message = await findMessage(kernel.pool, messageId)
  const sound = message?.state === 'STORED' ? await judge(kernel, message) : message
  if (sound?.state === 'SOUND') await book(kernel, institution, sound)
}

/** Reads it to its end without booking anything: half of a message that breaks off must not be booked. */
async function judge(kernel: Kernel, message: Message): Promise<Message> {
  let kind: string | null = null
  try {
    kind = identifyMessage((await openPiece(kernel, message, 0)) ?? Buffer.alloc(0))
    if (kind !== 'camt.054.001.08') throw new MalformedMessage(`${kind} is no message that we read`)
    for await (const event of readCamt054Stream(pieces(kernel, message))) void event
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error
    kernel.log.error({ err: error, message: message.id, bankId: message.bankId }, 'A message of the bank is refused')
    const refusal = error.message
    return transact(kernel, origin, work => commit(work, messageStore, refuse(message, kind, refusal, work.now)))
  }
  const known = kind
  return transact(kernel, origin, work => commit(work, messageStore, accept(message, known, work.now)))
}

async function* pieces(kernel: Kernel, message: Message): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const piece = await openPiece(kernel, message, number)
    if (piece === undefined) return
    yield piece
  }
}

async function openPiece(kernel: Kernel, { id, dataKeyId }: Message, number: number): Promise<Buffer | undefined> {
  const sealed = await findPiece(kernel.pool, id, number)
  return sealed && kernel.vault.open(NIL_ID, dataKeyId, sealed)
}

/** Books set by set: how far it has come is written with each, so a restart goes on there. */
async function book(kernel: Kernel, institution: Institution, sound: Message): Promise<void> {
  let message = sound
  let payments: Payment[] = []
  let unexplained: UnexplainedEntry[] = []
  let entriesDone = message.entriesDone
  const flush = async (): Promise<void> => {
    if (entriesDone === message.entriesDone) return
    message = await transact(kernel, { ...origin, cause: message.id }, async work => {
      await bookPayments(work, message, payments)
      await insertUnexplained(work.sql, unexplained, work.now)
      return commit(work, messageStore, advance(message, entriesDone, work.now))
    })
    payments = []
    unexplained = []
  }

  const reader = new EntryReader(message, institution)
  for await (const event of readCamt054Stream(pieces(kernel, message))) {
    const read = reader.take(event)
    if (read === undefined) continue
    payments.push(...read.payments)
    unexplained.push(...read.unexplained)
    entriesDone = read.entriesDone
    if (payments.length + unexplained.length >= setSize) await flush()
  }
  await flush()
  await transact(kernel, origin, work => commit(work, messageStore, finish(message, work.now)))
}

/** Keeps what the message has said so far about its sender and the account, which its entries need. */
class EntryReader {
  readonly #message: Message
  readonly #ourIban: string
  #group: GroupHeader | undefined
  #accountIban: string | undefined

  constructor(message: Message, institution: Institution) {
    this.#message = message
    this.#ourIban = institution.accountIban
  }

  /** What an entry means; undefined for the rest of the message and for entries that are booked. */
  take(event: ReportEvent<NotificationHeader>) {
    if (event.kind === 'groupHeader') this.#group = event.groupHeader
    if (event.kind === 'header') this.#accountIban = event.header.account.iban
    if (event.kind !== 'entry' || event.index < this.#message.entriesDone) return undefined
    const { entry, index: entryIndex } = event
    const reading = readEntry(entry, {
      accountIban: this.#accountIban,
      ourIban: this.#ourIban,
      messageId: this.#group?.messageIdentification ?? '',
      entryIndex,
    })
    return {
      entriesDone: entryIndex + 1,
      payments: reading.kind === 'payments' ? reading.payments : [],
      unexplained:
        reading.kind === 'unexplained'
          ? [
              {
                messageId: this.#message.id,
                entryIndex,
                reason: reading.reason,
                direction: entry.creditDebitIndicator,
                currency: entry.amount.currency,
                units: entry.amount.units,
                bankReference: reading.bankReference,
              },
            ]
          : [],
    }
  }
}
