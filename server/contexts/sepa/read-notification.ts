import { readCamt054Stream } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { bookEntries } from './book-entries.ts'
import { bookSets } from './book-sets.ts'
import type { SuspensePatience } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { bookingsOf, EntryReader, type EntrySet } from './entry-reader.ts'
import { findOwners } from './find-owners.ts'
import { advance, finish, type Message, readJob } from './message.ts'
import { openPieces } from './message-bytes.ts'
import { messageStore } from './message-store.ts'

export interface NotificationDeps {
  readonly institution: Institution
  readonly patience: SuspensePatience
}

/** Books a camt.054 set by set: how far it has come is written with each, so a restart goes on there. */
export async function readNotification(
  kernel: Kernel,
  sound: Message,
  { institution, patience }: NotificationDeps,
): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: sound.id }
  let message = sound
  const reader = new EntryReader(message, institution.accountIban)
  const prepare = async ({ entries, entriesDone }: EntrySet) => {
    const bookings = bookingsOf(message, entries)
    return { entriesDone, told: { ...bookings, matches: await findOwners(kernel.pool, bookings.payments) } }
  }
  await bookSets(readCamt054Stream(openPieces(kernel, sound)), reader, prepare, async ({ told, entriesDone }) => {
    message = await transact(kernel, origin, async work => {
      await bookEntries(work, message, told, patience)
      return commit(work, messageStore, advance(message, entriesDone, work.now))
    })
  })
  await transact(kernel, origin, work => commit(work, messageStore, finish(message, work.now)))
}
