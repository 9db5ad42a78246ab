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
  ...accountFields('RptPgntn'),
  balances: many('Bal', balance),
  transactionsSummary: optional('TxsSummry', transactionsSummary),
}
const after = { additionalInformation: optional('AddtlRptInf', text(500)) }

const headerFields = { ...before, ...after }
/** AccountReport25 without its entries. */
export interface AccountReportHeader extends ValueOf<typeof headerFields> {}
export interface AccountReport extends AccountReportHeader {
  readonly entries: readonly Entry[]
}

/** camt.052.001.08, BankToCustomerAccountReport: the same within the day, not final. */
export interface Camt052 {
  readonly groupHeader: GroupHeader
  readonly reports: readonly AccountReport[]
  readonly unknown?: Unknown
}

const camt052Frame = frame('camt.052.001.08', 'Document', 'BkToCstmrAcctRpt')
const report: ReportFrame<AccountReportHeader> = {
  frame: camt052Frame,
  item: 'Rpt',
  header: record(headerFields, accountRules),
}
export const camt052Shape = record({
  groupHeader: one('GrpHdr', groupHeader),
  reports: many('Rpt', record({ ...before, entries: many('Ntry', entry), ...after }, accountRules), 1),
})

/** @throws UnwritableMessage */
export function writeCamt052(message: Camt052): Uint8Array {
  return writeMessage(camt052Frame, camt052Shape, message)
}

/** A message held in memory. @throws MalformedMessage */
export function readCamt052(bytes: Uint8Array, limits: XmlLimits = WHOLE_LIMITS): Camt052 {
  const { items, ...rest } = readReport(report, bytes, limits)
  return { ...rest, reports: items }
}

/** A message of any length, entry by entry, in flat memory. @throws MalformedMessage where it stops making sense */
export function readCamt052Stream(
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits = STREAM_LIMITS,
): AsyncGenerator<ReportEvent<AccountReportHeader>, void, undefined> {
  return readReportStream(report, chunks, limits)
}
