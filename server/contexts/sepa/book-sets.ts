import type { ReportEvent } from '../../iso20022/index.ts'
import type { AccountHeader, EntryReader, EntrySet } from './entry-reader.ts'

/** Payments that share a transaction: a larger set gains little and holds its locks longer. */
const setSize = 500

/**
 * Reads entries to the end of their message and books them set by set, in order. One set is booked while the next is
 * read: the database and the parser wait for each other only where one is two sets ahead.
 */
export async function bookSets(
  events: AsyncIterable<ReportEvent<AccountHeader>>,
  reader: EntryReader,
  book: (set: EntrySet) => Promise<void>,
): Promise<void> {
  let underWay: Promise<void> = Promise.resolve()
  const add = async (set: EntrySet): Promise<void> => {
    await underWay
    if (set.entries.length === 0) return
    underWay = book(set)
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
