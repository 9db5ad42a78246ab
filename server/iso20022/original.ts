import { account } from './account.ts'
import { agent } from './agent.ts'
import { amount, decimalSum } from './amount.ts'
import { party } from './party.ts'
import { paymentType } from './payment-type.ts'
import { reasonInformation } from './reason.ts'
import { remittanceInformation } from './remittance.ts'
import { settlement } from './settlement.ts'
import { one, optional, record, some, type ValueOf } from './shape.ts'
import { code, count, isoDate, isoDateTime, text } from './simple-types.ts'

export const originalMessageFields = {
  originalMessageIdentification: one('OrgnlMsgId', text(35)),
  /** Which message it was, as `pacs.008.001.08`. */
  originalMessageNameIdentification: one('OrgnlMsgNmId', text(35)),
  originalCreationDateTime: optional('OrgnlCreDtTm', isoDateTime),
}
/** OriginalGroupInformation29: the message that this one is about. */
export interface OriginalMessage extends ValueOf<typeof originalMessageFields> {}
export const originalMessage = record(originalMessageFields)

/** NumberOfTransactionsPerStatus5. */
export const transactionsPerStatus = record({
  numberOfTransactions: one('DtldNbOfTxs', count),
  status: one('DtldSts', text(4)),
  controlSum: optional('DtldCtrlSum', decimalSum),
})

const originalGroupFields = {
  ...originalMessageFields,
  originalNumberOfTransactions: optional('OrgnlNbOfTxs', count),
  originalControlSum: optional('OrgnlCtrlSum', decimalSum),
  /** ACCP, ACSP, ACSC, PART, PDNG, RCVD, RJCT …; absent where the transactions each have their own. */
  groupStatus: optional('GrpSts', text(4)),
  statusReasons: some('StsRsnInf', reasonInformation),
  transactionsPerStatus: some('NbOfTxsPerSts', transactionsPerStatus),
}
/** OriginalGroupHeader17: the status of a whole message, in pain.002 and pacs.002. */
export interface OriginalGroup extends ValueOf<typeof originalGroupFields> {}
export const originalGroup = record(originalGroupFields)

const referenceFields = {
  interbankSettlementAmount: optional('IntrBkSttlmAmt', amount),
  instructedAmount: optional('Amt/InstdAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  requestedExecutionDate: optional('ReqdExctnDt/Dt', isoDate),
  requestedExecutionDateTime: optional('ReqdExctnDt/DtTm', isoDateTime),
  settlementInformation: optional('SttlmInf', settlement),
  paymentTypeInformation: optional('PmtTpInf', paymentType),
  paymentMethod: optional('PmtMtd', code('CHK', 'TRF', 'DD', 'TRA')),
  remittanceInformation: optional('RmtInf', remittanceInformation),
  ultimateDebtor: optional('UltmtDbtr/Pty', party),
  debtor: optional('Dbtr/Pty', party),
  debtorAccount: optional('DbtrAcct', account),
  debtorAgent: optional('DbtrAgt', agent),
  creditorAgent: optional('CdtrAgt', agent),
  creditor: optional('Cdtr/Pty', party),
  creditorAccount: optional('CdtrAcct', account),
  ultimateCreditor: optional('UltmtCdtr/Pty', party),
  purpose: optional('Purp/Cd', text(4)),
}
/** OriginalTransactionReference28: what the original payment said. */
export interface OriginalTransactionReference extends ValueOf<typeof referenceFields> {}
export const originalTransactionReference = record(referenceFields, {
  atMostOne: [['requestedExecutionDate', 'requestedExecutionDateTime']],
})
