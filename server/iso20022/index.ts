export type { Account, OwnedAccount } from './account.ts'
export type { Agent } from './agent.ts'
export { type Amount, decimalsOf, formatUnits, parseUnits } from './amount.ts'
export { type Camt029, type RecallAnswer, readCamt029, writeCamt029 } from './camt029.ts'
export {
  type AccountReport,
  type AccountReportHeader,
  type Camt052,
  readCamt052,
  readCamt052Stream,
  writeCamt052,
} from './camt052.ts'
export {
  type Camt053,
  readCamt053,
  readCamt053Stream,
  type Statement,
  type StatementHeader,
  writeCamt053,
} from './camt053.ts'
export {
  type Camt054,
  type Notification,
  type NotificationHeader,
  readCamt054,
  readCamt054Stream,
  writeCamt054,
} from './camt054.ts'
export { type Camt056, type Recall, readCamt056, writeCamt056 } from './camt056.ts'
export type { Case, CaseAssignment, PartyOrAgent } from './case.ts'
export type { ReportEvent } from './cash-report.ts'
export { EPC_MAX_LENGTH, type EpcText, epcIdFault, isEpcText, toEpcText } from './charset.ts'
export type { CodeOrProprietary } from './code-or-proprietary.ts'
export type { BankTransactionCode, Batch, Entry, EntryDetails, ReturnInformation, TransactionDetails } from './entry.ts'
export { type EpcFault, epcFaults } from './epc-rules.ts'
export { type Head001, readHead001, writeHead001 } from './head001.ts'
export { MalformedMessage, UnwritableMessage } from './malformed.ts'
export { identifyMessage } from './message.ts'
export type { OriginalGroup, OriginalMessage, OriginalTransactionReference } from './original.ts'
export { type Pacs002, readPacs002, type StatusGroupHeader, type TransactionStatus, writePacs002 } from './pacs002.ts'
export { type Pacs004, type PaymentReturn, readPacs004, writePacs004 } from './pacs004.ts'
export { type InterbankCreditTransfer, type Pacs008, readPacs008, writePacs008 } from './pacs008.ts'
export { type Pacs028, readPacs028, type StatusRequest, writePacs028 } from './pacs028.ts'
export {
  type CreditTransferOrder,
  type Pain001,
  type PaymentInstruction,
  readPain001,
  writePain001,
} from './pain001.ts'
export {
  type OrderedTransactionStatus,
  type Pain002,
  type PaymentInstructionStatus,
  readPain002,
  writePain002,
} from './pain002.ts'
export type { Party, PostalAddress } from './party.ts'
export type { InterbankPaymentType, PaymentType } from './payment-type.ts'
export type { ReasonInformation } from './reason.ts'
export { explainReason, REASON_CODES, type ReasonKind } from './reason-codes.ts'
export type { RemittanceInformation, StructuredRemittance } from './remittance.ts'
export type { Balance, GroupHeader } from './report-fields.ts'
export type { Settlement } from './settlement.ts'
export type { Unknown } from './shape.ts'
export { type DeclaredTotals, totalsOf } from './totals.ts'
export { STREAM_LIMITS, WHOLE_LIMITS, type XmlElement, type XmlLimits } from './xml-read.ts'
