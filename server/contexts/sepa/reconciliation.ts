import type { ReadEntry } from './entry-reader.ts'
import type { NostroEntry } from './nostro-store.ts'
import type { Offer } from './offer.ts'
import type { Movement } from './payment.ts'
import type { Statement } from './statement.ts'

export const breakKinds = [
  /** The statement shows it, and no notification told it: it was booked from the statement. */
  'not-notified',
  /** The statement shows it, and no rule of ours explains it: it is not booked. */
  'unexplained',
  /** We know it with another amount. */
  'amount-differs',
  /** We have booked it, and the statement of its day does not show it. */
  'not-on-statement',
  /** Opening and movements do not make the closing: the statement is not believed. */
  'sums-differ',
  /** It does not open with what the one before it closed with. */
  'balance-gap',
  /** The ledger's nostro account is not the sum of the movements that were booked. */
  'ledger-differs',
] as const
export type BreakKind = (typeof breakKinds)[number]

/** Where a statement and our books differ. Kind and subject make it one, however often it is found. */
export interface NewBreak {
  readonly kind: BreakKind
  readonly subject: string
  readonly statementId: string | null
  readonly direction: 'CRDT' | 'DBIT' | null
  readonly units: bigint
  readonly expectedUnits: bigint | null
  readonly bankReference: string | null
  readonly bookingDay: string | null
  /** It was mended when it was found. */
  readonly resolution: string | null
}

const none = { direction: null, expectedUnits: null, bankReference: null, bookingDay: null, resolution: null }

export interface Comparison {
  readonly breaks: readonly NewBreak[]
  /** Identities of movements that the statement shows. */
  readonly confirmed: readonly Buffer[]
  /** What nobody has told us before. */
  readonly fresh: readonly ReadEntry[]
}

export const movementsOf = ({ reading }: ReadEntry): readonly Movement[] => {
  if (reading.kind === 'payments') return reading.payments
  if (reading.kind === 'debits') return reading.debits
  return reading.kind === 'unexplained' ? [reading.movement] : []
}

const referenceOf = ({ entry }: ReadEntry): string | undefined => entry.accountServicerReference

/** Holds entries of a statement against the movements that we know: by the bank's reference of the whole entry, else by identity. */
export function compareEntries(
  { id: statementId }: Pick<Statement, 'id'>,
  shown: readonly ReadEntry[],
  known: readonly NostroEntry[],
): Comparison {
  const byReference = Map.groupBy(known, ({ entryReference }) => entryReference)
  const byIdentity = new Map(known.map(each => [each.identity.toString('hex'), each]))
  const breaks: NewBreak[] = []
  const confirmed: Buffer[] = []
  const fresh: ReadEntry[] = []
  for (const each of shown) {
    const reference = referenceOf(each)
    const ours =
      reference === undefined
        ? movementsOf(each).flatMap(({ identity }) => byIdentity.get(identity.toString('hex')) ?? [])
        : (byReference.get(reference) ?? [])
    if (ours.length === 0) {
      fresh.push(each)
      continue
    }
    confirmed.push(...ours.map(({ identity }) => identity))
    breaks.push(...differencesOf(each, ours, statementId))
  }
  return { breaks, confirmed, fresh }
}

function differencesOf({ entry }: ReadEntry, ours: readonly NostroEntry[], statementId: string): NewBreak[] {
  const { amount, creditDebitIndicator: direction } = entry
  const expected = ours.reduce((sum, each) => sum + (each.direction === direction ? each.units : -each.units), 0n)
  const [first] = ours
  const unexplained = ours.filter(({ isBooked }) => !isBooked)
  const about = { ...none, statementId, bankReference: entry.accountServicerReference ?? null }
  return [
    ...unexplained.map(each => ({ ...about, ...breakOf('unexplained', each) })),
    ...(expected === amount.units || first === undefined
      ? []
      : [{ ...about, ...breakOf('amount-differs', first), direction, units: amount.units, expectedUnits: expected }]),
  ]
}

const breakOf = (kind: BreakKind, { identity, direction, units, bookingDay, entryReference }: NostroEntry) => ({
  kind,
  subject: identity.toString('hex'),
  direction,
  units,
  bookingDay,
  bankReference: entryReference,
})

/** What became of entries that nobody had told us: booked now, or listed since no rule explains them. */
export const breaksOfFresh = (statementId: string, entries: readonly NostroEntry[]): NewBreak[] =>
  entries.map(each => ({
    ...none,
    statementId,
    ...breakOf(each.isBooked ? 'not-notified' : 'unexplained', each),
    resolution: each.isBooked ? 'It was booked from the statement.' : null,
  }))

/** Movements that should have been on a statement by now. */
export const breaksOfMissing = (statementId: string | null, entries: readonly NostroEntry[]): NewBreak[] =>
  entries.map(each => ({ ...none, statementId, ...breakOf('not-on-statement', each) }))

/** Instant payments that were credited, and that the bank should have booked by now. */
export const breaksOfUnsettled = (offers: readonly Offer[]): NewBreak[] =>
  offers.map(({ identity, units, transactionId }) => ({
    ...none,
    kind: 'not-on-statement',
    subject: identity.toString('hex'),
    statementId: null,
    direction: 'CRDT',
    units,
    bankReference: transactionId,
  }))

export const sumsBreak = ({ id, openingUnits, creditUnits, debitUnits, closingUnits, toDay }: Statement): NewBreak => ({
  ...none,
  kind: 'sums-differ',
  subject: id,
  statementId: id,
  units: closingUnits,
  expectedUnits: openingUnits + creditUnits - debitUnits,
  bookingDay: toDay,
})

/** Undefined: it opens with what the one before it closed with, or, the first one, with nothing. */
export const gapBreak = (statement: Statement, before: Statement | undefined): NewBreak | undefined =>
  statement.openingUnits === (before?.closingUnits ?? 0n)
    ? undefined
    : {
        ...none,
        kind: 'balance-gap',
        subject: statement.id,
        statementId: statement.id,
        units: statement.openingUnits,
        expectedUnits: before?.closingUnits ?? 0n,
        bookingDay: statement.fromDay,
      }

/** Undefined: the ledger's nostro account is the sum of the movements that were booked. */
export const ledgerBreak = (statement: Statement, ledgerUnits: bigint, bookedUnits: bigint): NewBreak | undefined =>
  ledgerUnits === bookedUnits
    ? undefined
    : {
        ...none,
        kind: 'ledger-differs',
        subject: statement.id,
        statementId: statement.id,
        units: bookedUnits,
        expectedUnits: ledgerUnits,
        bookingDay: statement.toDay,
      }
