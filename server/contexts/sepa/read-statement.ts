import { readCamt053Stream } from '../../iso20022/index.ts'
import { NIL_ID, uuidv7 } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { bookEntries } from './book-entries.ts'
import { bookSets } from './book-sets.ts'
import { closeStatements } from './close-statements.ts'
import { lockBooking } from './deposit-store.ts'
import { bookingsOf, EntryReader, type EntrySet, type ReadEntry } from './entry-reader.ts'
import { advance, finish, type Message, readJob } from './message.ts'
import { openPieces } from './message-bytes.ts'
import { messageStore } from './message-store.ts'
import { confirmNostro, findNostro } from './nostro-store.ts'
import { noteBreaks, resolveFoundAgain } from './note-breaks.ts'
import type { NotificationDeps } from './read-notification.ts'
import { breaksOfFresh, compareEntries, movementsOf, sumsBreak } from './reconciliation.ts'
import { addEntry, emptyTotals, type Statement, type StatementTotals, statementOf } from './statement.ts'
import { findStatementsOf, insertStatement } from './statement-store.ts'

/** What the statements of a camt.053 say in all. Throws `MalformedMessage` where it breaks off or is not of our account. */
export async function surveyStatements(kernel: Kernel, message: Message, ourIban: string): Promise<Statement[]> {
  const now = await kernel.clock.now()
  const all: StatementTotals[] = []
  for await (const event of readCamt053Stream(openPieces(kernel, message))) {
    if (event.kind === 'header') all.push(emptyTotals(event.header))
    const last = all.at(-1)
    if (event.kind === 'entry' && last !== undefined) all[all.length - 1] = addEntry(last, event.entry)
  }
  return all.map(totals => statementOf(totals, { id: uuidv7(now), messageId: message.id, ourIban }))
}

/**
 * Holds a camt.053 against our books, entry by entry: what no notification has told is booked from it, since what the bank
 * has booked has happened; where the two differ, a break is noted. Set by set, so that a restart goes on there.
 */
export async function readStatement(
  kernel: Kernel,
  sound: Message,
  { institution, patience }: NotificationDeps,
): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: sound.id }
  let message = sound
  const believed = (await findStatementsOf(kernel.pool, message.id)).filter(({ isSound }) => isSound)
  const byName = new Map(believed.map(each => [each.bankStatementId, each]))
  const reader = new EntryReader(message, institution.accountIban)
  await bookSets(readCamt053Stream(openPieces(kernel, message)), reader, asItIs, async ({ entries, entriesDone }) => {
    message = await transact(kernel, origin, async work => {
      for (const [name, own] of Map.groupBy(entries, each => each.itemId)) {
        const statement = byName.get(name)
        if (statement !== undefined) await compare(work, message, statement, own, patience)
      }
      return commit(work, messageStore, advance(message, entriesDone, work.now))
    })
  })
  await transact(kernel, origin, async work => {
    await closeStatements(work, believed)
    await commit(work, messageStore, finish(message, work.now))
  })
}

/** Almost all that a statement shows is known already. */
const asItIs = (set: EntrySet): Promise<EntrySet> => Promise.resolve(set)

/** What a message has brought: all but those that are known from another one. One that does not add up is a break. */
export async function keepStatements(work: Work, messageId: string, told: readonly Statement[]): Promise<void> {
  for (const statement of told) await insertStatement(work.sql, statement, work.now)
  const kept = await findStatementsOf(work.sql, messageId)
  await noteBreaks(work, kept.filter(({ isSound }) => !isSound).map(sumsBreak))
}

async function compare(
  work: Work,
  message: Message,
  statement: Statement,
  entries: readonly ReadEntry[],
  patience: NotificationDeps['patience'],
): Promise<void> {
  await lockBooking(work.sql)
  const shown = entries.filter(({ reading }) => reading.kind !== 'not-booked')
  const { breaks, confirmed, fresh } = compareEntries(statement, shown, await known(work, shown))
  await bookEntries(work, message, bookingsOf(message, fresh), patience)
  const booked = await known(work, fresh)
  await noteBreaks(work, [...breaks, ...breaksOfFresh(statement.id, booked)])
  const seen = [...confirmed, ...booked.map(({ identity }) => identity)]
  await confirmNostro(work.sql, statement.id, seen)
  await resolveFoundAgain(
    work,
    'not-on-statement',
    seen.map(each => each.toString('hex')),
    'A later statement shows it.',
  )
}

const known = (work: Work, entries: readonly ReadEntry[]) =>
  findNostro(
    work.sql,
    entries.flatMap(({ entry }) => entry.accountServicerReference ?? []),
    entries.flatMap(each => movementsOf(each).map(({ identity }) => identity)),
  )
