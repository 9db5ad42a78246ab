import { at, type FieldWord, id, word } from './field-word.ts'

const later = '2026-03-02T09:30:30.000Z'

/** Fields of the bank's statements and of what differs from our books. */
export const reconciliationWords: Readonly<Record<string, FieldWord>> = {
  breakId: word('The id of the break.', id('7c87')),
  statementId: word('The id of the statement.', id('7c88')),
  bankStatementId: word('The bank’s own name of it.', '019c9e5c6f607b3a8c1d5a1e6f0b7c89'),
  fromDay: word('The first day, YYYY-MM-DD.', '2026-03-02'),
  toDay: word('The last day, YYYY-MM-DD.', '2026-03-02'),
  openingBalance: word('What stood on the account before; negative where it was overdrawn.', '100.00'),
  credits: word('What came in all.', '50.00'),
  debits: word('What went in all.', '25.00'),
  closingBalance: word('What stands on the account afterwards.', '125.00'),
  entryCount: word('How many entries it has.', 3),
  isSound: word(
    'Whether the opening balance and the movements make the closing balance. Otherwise it is not believed.',
    true,
  ),
  ledgerBalance: word('What our books had for the account at the end of the last day.', '125.00'),
  difference: word('The closing balance less `ledgerBalance`.', '0.00'),
  openBreaks: word('How many of its differences are open.', 0),
  arrivedAt: word('When it came.', at),
  expectedAmount: word('Where two amounts differ: ours.', '25.00'),
  bankReference: word('The bank’s own reference.', 'SB00000000000042'),
  bookingDay: word('The day on which the bank booked it, YYYY-MM-DD.', '2026-03-02'),
  ageDays: word('How many days it was open, or is.', 1),
  foundAt: word('When it was found.', at),
  resolvedAt: word('When it was resolved; null while it is open.', later),
  resolution: word('Why it is resolved.', 'The account fee of March'),
  breaks: word('The differences.'),
  statements: word('The statements.'),
}
