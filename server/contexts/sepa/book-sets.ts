import type { ReportEvent } from '../../iso20022/index.ts'
import type { AccountHeader, EntryReader, EntrySet } from './entry-reader.ts'

/** Payments that share a transaction: a larger set gains little and holds its locks longer. */
const setSize = 500

/**
 * Reads entries to the end of their message and books them set by set, in order. While one set is booked, the next is read
 * and prepared (whatever needs no lock): the database and the parser wait for each other no more than they must.
 */
export async function bookSets<T>(
  events: AsyncIterable<ReportEvent<AccountHeader>>,
  reader: EntryReader,
  prepare: (set: EntrySet) => Promise<T>,
  book: (ready: T) => Promise<void>,
): Promise<void> {
  let underWay: Promise<void> = Promise.resolve()
  const add = async (set: EntrySet): Promise<void> => {
    if (set.entries.length === 0) return
    const ready = await prepare(set)
    await underWay
    underWay = book(ready)
    // Whoever waits for it is told; until then nobody listens.
    underWay.catch(() => undefined)
  }
  try {
    for await (const event of events) {
      reader.take(event)
      if (reader.size >= setSize) await add(reader.takeSet())
    }
    await add(reader.takeSet())
  } finally {
    await underWay
  }
}
