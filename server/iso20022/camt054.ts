import { type ReportEvent, type ReportFrame, readReport, readReportStream } from './cash-report.ts'
import { type Entry, entry } from './entry.ts'
import { frame, writeMessage } from './message.ts'
import { accountFields, accountRules, type GroupHeader, groupHeader, transactionsSummary } from './report-fields.ts'
import { many, one, optional, record, type Unknown, type ValueOf } from './shape.ts'
import { text } from './simple-types.ts'
import { STREAM_LIMITS, WHOLE_LIMITS, type XmlLimits } from './xml-read.ts'

const before = {
  ...accountFields('NtfctnPgntn'),

  transactionsSummary: optional('TxsSummry', transactionsSummary),
}
const after = { additionalInformation: optional('AddtlNtfctnInf', text(500)) }

const headerFields = { ...before, ...after }
/** AccountNotification17 without its entries. */
export interface NotificationHeader extends ValueOf<typeof headerFields> {}
export interface Notification extends NotificationHeader {
  readonly entries: readonly Entry[]
}

/** camt.054.001.08, BankToCustomerDebitCreditNotification: what was just booked (or will be) on accounts of ours. */
export interface Camt054 {
  readonly groupHeader: GroupHeader
  readonly notifications: readonly Notification[]
  readonly unknown?: Unknown
}

const camt054Frame = frame('camt.054.001.08', 'Document', 'BkToCstmrDbtCdtNtfctn')
const report: ReportFrame<NotificationHeader> = {
  frame: camt054Frame,
  item: 'Ntfctn',
  header: record(headerFields, accountRules),
}
export const camt054Shape = record({
  groupHeader: one('GrpHdr', groupHeader),
  notifications: many('Ntfctn', record({ ...before, entries: many('Ntry', entry), ...after }, accountRules), 1),
})

/** @throws UnwritableMessage */
export function writeCamt054(message: Camt054): Uint8Array {
  return writeMessage(camt054Frame, camt054Shape, message)
}

/** A message held in memory. @throws MalformedMessage */
export function readCamt054(bytes: Uint8Array, limits: XmlLimits = WHOLE_LIMITS): Camt054 {
  const { items, ...rest } = readReport(report, bytes, limits)
  return { ...rest, notifications: items }
}

/** A message of any length, entry by entry, in flat memory. @throws MalformedMessage where it stops making sense */
export function readCamt054Stream(
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits = STREAM_LIMITS,
): AsyncGenerator<ReportEvent<NotificationHeader>, void, undefined> {
  return readReportStream(report, chunks, limits)
}
