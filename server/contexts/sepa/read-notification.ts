import { readCamt054Stream } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { bookEntries } from './book-entries.ts'
import type { SuspensePatience } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { bookingsOf, EntryReader } from './entry-reader.ts'
import { advance, finish, type Message, readJob } from './message.ts'
import { openPieces } from './message-bytes.ts'
import { messageStore } from './message-store.ts'

export interface NotificationDeps {
  readonly institution: Institution
  readonly patience: SuspensePatience
}

/** Payments that share a transaction: a larger set gains little and holds its locks longer. */
export const setSize = 500

/** Books a camt.054 set by set: how far it has come is written with each, so a restart goes on there. */
export async function readNotification(
  kernel: Kernel,
  sound: Message,
  { institution, patience }: NotificationDeps,
): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: sound.id }
  let message = sound
  const reader = new EntryReader(message, institution.accountIban)
  const flush = async (): Promise<void> => {
    const { entries, entriesDone } = reader.takeSet()
    if (entriesDone === message.entriesDone) return
    message = await transact(kernel, origin, async work => {
      await bookEntries(work, message, bookingsOf(message, entries), patience)
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
