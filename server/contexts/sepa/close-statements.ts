import type { Work } from '../../kit/work/work.ts'
import { trialBalance } from '../ledger/index.ts'
import { lockBooking } from './deposit-store.ts'
import { findUnconfirmed, sumBooked } from './nostro-store.ts'
import { noteBreaks, resolveFoundAgain } from './note-breaks.ts'
import { breaksOfMissing, gapBreak, ledgerBreak } from './reconciliation.ts'
import type { Statement } from './statement.ts'
import { findNeighbours, saveComparison } from './statement-store.ts'

const longAgo = new Date(0)

/** All entries are compared: what is missing on it, whether it goes on from the one before, and what our books say. */
export async function closeStatements(work: Work, statements: readonly Statement[]): Promise<void> {
  await lockBooking(work.sql)
  for (const statement of statements) {
    const missing = await findUnconfirmed(work.sql, { day: statement.toDay, seenBefore: longAgo })
    await noteBreaks(work, breaksOfMissing(statement.id, missing))
    const { before, after } = await findNeighbours(work.sql, statement)
    await checkGap(work, statement, before)
    if (after !== undefined) await checkGap(work, after, statement)
    // Both are as of now: nothing is booked on the account while we hold the lock.
    const differs = ledgerBreak(statement, await nostroUnits(work), await sumBooked(work.sql, null))
    if (differs !== undefined) await noteBreaks(work, [differs])
    await saveComparison(work.sql, statement.id, await sumBooked(work.sql, statement.toDay), work.now)
  }
}

async function checkGap(work: Work, statement: Statement, before: Statement | undefined): Promise<void> {
  const gap = gapBreak(statement, before)
  if (gap !== undefined) await noteBreaks(work, [gap])
  else await resolveFoundAgain(work, 'balance-gap', [statement.id], 'The statement between them has come.')
}

/** The ledger's account at the bank, of all partners. */
async function nostroUnits(work: Work): Promise<bigint> {
  const lines = await trialBalance(work.sql)
  return lines
    .filter(({ code, asset }) => code === 'bank-safeguarding' && asset === 'eur')
    .reduce((sum, { units }) => sum + units, 0n)
}
