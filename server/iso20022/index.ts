export type { Account, OwnedAccount } from './account.ts'
export type { Agent } from './agent.ts'
export { type Amount, decimalsOf, formatUnits, parseUnits } from './amount.ts'
export {
  type Camt054,
  type Notification,
  type NotificationHeader,
  readCamt054,
  readCamt054Stream,
  writeCamt054,
} from './camt054.ts'
export type { ReportEvent } from './cash-report.ts'
export type { BankTransactionCode, Batch, Entry, EntryDetails, ReturnInformation, TransactionDetails } from './entry.ts'
export { MalformedMessage, UnwritableMessage } from './malformed.ts'
export type { Party, PostalAddress } from './party.ts'
export type { RemittanceInformation, StructuredRemittance } from './remittance.ts'
export type { GroupHeader } from './report-header.ts'
export type { Unknown } from './shape.ts'
export { STREAM_LIMITS, WHOLE_LIMITS, type XmlElement, type XmlLimits } from './xml-read.ts'
