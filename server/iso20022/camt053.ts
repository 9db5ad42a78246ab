import { type ReportEvent, type ReportFrame, readReport, readReportStream } from './cash-report.ts'
import { type Entry, entry } from './entry.ts'
import { frame, writeMessage } from './message.ts'
import {
  accountFields,
  accountRules,
  balance,
  type GroupHeader,
  groupHeader,
  transactionsSummary,
} from './report-fields.ts'
import { many, one, optional, record, type Unknown, type ValueOf } from './shape.ts'
import { text } from './simple-types.ts'
import { STREAM_LIMITS, WHOLE_LIMITS, type XmlLimits } from './xml-read.ts'

const before = {
  ...accountFields('StmtPgntn'),
  balances: many('Bal', balance, 1),
  transactionsSummary: optional('TxsSummry', transactionsSummary),
}
const after = { additionalInformation: optional('AddtlStmtInf', text(500)) }

const headerFields = { ...before, ...after }
/** AccountStatement9 without its entries. */
export interface StatementHeader extends ValueOf<typeof headerFields> {}
export interface Statement extends StatementHeader {
  readonly entries: readonly Entry[]
}

/** camt.053.001.08, BankToCustomerStatement: all that was booked on a day, between an opening and a closing balance. */
export interface Camt053 {
  readonly groupHeader: GroupHeader
  readonly statements: readonly Statement[]
  readonly unknown?: Unknown
}

const camt053Frame = frame('camt.053.001.08', 'Document', 'BkToCstmrStmt')
const report: ReportFrame<StatementHeader> = {
  frame: camt053Frame,
  item: 'Stmt',
  header: record(headerFields, accountRules),
}
export const camt053Shape = record({
  groupHeader: one('GrpHdr', groupHeader),
  statements: many('Stmt', record({ ...before, entries: many('Ntry', entry), ...after }, accountRules), 1),
})

/** @throws UnwritableMessage */
export function writeCamt053(message: Camt053): Uint8Array {
  return writeMessage(camt053Frame, camt053Shape, message)
}

/** A message held in memory. @throws MalformedMessage */
export function readCamt053(bytes: Uint8Array, limits: XmlLimits = WHOLE_LIMITS): Camt053 {
  const { items, ...rest } = readReport(report, bytes, limits)
  return { ...rest, statements: items }
}

/** A message of any length, entry by entry, in flat memory. @throws MalformedMessage where it stops making sense */
export function readCamt053Stream(
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits = STREAM_LIMITS,
): AsyncGenerator<ReportEvent<StatementHeader>, void, undefined> {
  return readReportStream(report, chunks, limits)
}
