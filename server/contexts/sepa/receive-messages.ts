import { createHash } from 'node:crypto'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Unavailable } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Bank } from './bank.ts'
import { keep, type Message, newMessage } from './message.ts'
import { createMessageKey } from './message-key.ts'
import { deleteAttempts, insertPiece, isKept, messageStore } from './message-store.ts'

/** Sealed one by one, so that a message of any length is in memory a piece at a time. */
const pieceBytes = 256 * 1024

const origin = { actor: 'system:sepa', partnerId: NIL_ID }

/**
 * Fetches what the bank has for us: each message is stored whole before the bank is told that we have it, so a crash at
 * any point fetches it again, and the second one is recognised. Returns whether there was any.
 */
export async function receiveMessages(kernel: Kernel, bank: Bank): Promise<boolean> {
  const arrivals = await bank.listArrivals()
  for (const { id } of arrivals) {
    if (!(await isKept(kernel.pool, id))) await receive(kernel, bank, id)
    await bank.confirmArrival(id)
  }
  return arrivals.length > 0
}

async function receive(kernel: Kernel, bank: Bank, bankId: string): Promise<void> {
  const message = await transact(kernel, origin, async work => {
    await deleteAttempts(work.sql, bankId)
    const dataKeyId = await createMessageKey(work)
    return commit(work, messageStore, newMessage({ id: work.newId(), bankId, dataKeyId }, work.now))
  })
  const bytes = await storePieces(kernel, message, bank.openArrival(bankId))
  await transact(kernel, origin, work => commit(work, messageStore, keep(message, bytes, work.now)))
}

async function storePieces(kernel: Kernel, { id, dataKeyId }: Message, chunks: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let number = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  const flush = async (): Promise<void> => {
    const piece = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await insertPiece(kernel.pool, id, number, await kernel.vault.sealBytes(NIL_ID, dataKeyId, piece))
    number += 1
  }
  for await (const chunk of chunks) {
    hash.update(chunk)
    sizeBytes += chunk.byteLength
    waiting.push(chunk)
    waitingBytes += chunk.byteLength
    if (waitingBytes >= pieceBytes) await flush()
  }
  if (waitingBytes > 0) await flush()
  return { sizeBytes, sha256: hash.digest() }
}

/** The loop of the poller. A bank that does not answer is told once in the log, until it answers again. */
export class BankPoller {
  readonly #kernel: Kernel
  readonly #bank: Bank
  #isSilent = false

  constructor(kernel: Kernel, bank: Bank) {
    this.#kernel = kernel
    this.#bank = bank
  }

  /** True: there may be more. */
  async poll(): Promise<boolean> {
    try {
      const any = await receiveMessages(this.#kernel, this.#bank)
      if (this.#isSilent) this.#kernel.log.info({}, 'The bank answers again')
      this.#isSilent = false
      return any
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      if (!this.#isSilent) this.#kernel.log.warn({ err: error }, 'The bank does not answer: it will be asked again')
      this.#isSilent = true
      return false
    }
  }
}
