import { type Balance, type Entry, MalformedMessage, type StatementHeader } from '../../iso20022/index.ts'

/** A statement of our account: a row of `sepa.statement`. Balances are negative where the account is overdrawn. */
export interface Statement {
  readonly id: string
  readonly messageId: string
  /** The bank's own name of it. */
  readonly bankStatementId: string
  /** YYYY-MM-DD. */
  readonly fromDay: string
  readonly toDay: string
  readonly openingUnits: bigint
  readonly closingUnits: bigint
  readonly creditUnits: bigint
  readonly debitUnits: bigint
  readonly entryCount: number
  /** Opening and movements make the closing. One that is not sound is not believed. */
  readonly isSound: boolean
  /** What our books had for the account up to its last day; null until it was compared. */
  readonly ledgerUnits: bigint | null
}

/** What a statement says in all, gathered entry by entry. */
export interface StatementTotals {
  readonly header: StatementHeader
  readonly creditUnits: bigint
  readonly debitUnits: bigint
  readonly entryCount: number
}

export const emptyTotals = (header: StatementHeader): StatementTotals => ({
  header,
  creditUnits: 0n,
  debitUnits: 0n,
  entryCount: 0,
})

/** Only what is booked counts. */
export function addEntry(totals: StatementTotals, { status, amount, creditDebitIndicator }: Entry): StatementTotals {
  if (status !== 'BOOK') return totals
  const isCredit = creditDebitIndicator === 'CRDT'
  return {
    header: totals.header,
    creditUnits: totals.creditUnits + (isCredit ? amount.units : 0n),
    debitUnits: totals.debitUnits + (isCredit ? 0n : amount.units),
    entryCount: totals.entryCount + 1,
  }
}

/** Throws `MalformedMessage`: it is about another account or currency, or has no opening or closing balance. */
export function statementOf(
  { header, creditUnits, debitUnits, entryCount }: StatementTotals,
  given: { readonly id: string; readonly messageId: string; readonly ourIban: string },
): Statement {
  const { id, messageId, ourIban } = given
  if (header.account.iban !== ourIban)
    throw new MalformedMessage(`a statement of account ${header.account.iban ?? '?'}`)
  const opening = balanceOf(header, 'OPBD')
  const closing = balanceOf(header, 'CLBD')
  const toDay = dayOf(closing)
  const openedOn = header.fromDateTime?.slice(0, 10) ?? dayOf(opening)
  const openingUnits = signed(opening)
  const closingUnits = signed(closing)
  return {
    id,
    messageId,
    bankStatementId: header.id,
    fromDay: openedOn > toDay ? toDay : openedOn,
    toDay,
    openingUnits,
    closingUnits,
    creditUnits,
    debitUnits,
    entryCount,
    isSound: openingUnits + creditUnits - debitUnits === closingUnits,
    ledgerUnits: null,
  }
}

function balanceOf({ balances }: StatementHeader, type: 'OPBD' | 'CLBD'): Balance {
  const found = balances.find(balance => balance.type === type && balance.amount.currency === 'EUR')
  if (found === undefined) throw new MalformedMessage(`a statement without ${type} in EUR`)
  return found
}

const dayOf = ({ date, dateTime }: Balance): string => date ?? dateTime?.slice(0, 10) ?? ''

const signed = ({ amount, creditDebitIndicator }: Balance): bigint =>
  creditDebitIndicator === 'CRDT' ? amount.units : -amount.units
