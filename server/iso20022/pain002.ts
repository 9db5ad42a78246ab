import { agent } from './agent.ts'
import { decimalSum } from './amount.ts'
import { defineMessage } from './message.ts'
import { originalGroup, originalTransactionReference, transactionsPerStatus } from './original.ts'
import { party } from './party.ts'
import { reasonInformation } from './reason.ts'
import { charges } from './settlement.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { count, isoDateTime, text, uetr } from './simple-types.ts'

const transactionFields = {
  statusId: optional('StsId', text(35)),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  /** RJCT, ACCP, ACSP, ACSC, ACCC, PDNG … */
  transactionStatus: optional('TxSts', text(4)),
  statusReasons: some('StsRsnInf', reasonInformation),
  charges: some('ChrgsInf', charges),
  acceptanceDateTime: optional('AccptncDtTm', isoDateTime),
  accountServicerReference: optional('AcctSvcrRef', text(35)),
  clearingSystemReference: optional('ClrSysRef', text(35)),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction105: what became of one payment of the order. */
export interface OrderedTransactionStatus extends ValueOf<typeof transactionFields> {}

const instructionFields = {
  originalPaymentInformationIdentification: one('OrgnlPmtInfId', text(35)),
  originalNumberOfTransactions: optional('OrgnlNbOfTxs', count),
  originalControlSum: optional('OrgnlCtrlSum', decimalSum),
  paymentInformationStatus: optional('PmtInfSts', text(4)),
  statusReasons: some('StsRsnInf', reasonInformation),
  transactionsPerStatus: some('NbOfTxsPerSts', transactionsPerStatus),
  transactions: many('TxInfAndSts', record(transactionFields)),
}
/** OriginalPaymentInstruction32. */
export interface PaymentInstructionStatus extends ValueOf<typeof instructionFields> {}

const headerFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  initiatingParty: optional('InitgPty', party),
  forwardingAgent: optional('FwdgAgt', agent),
  debtorAgent: optional('DbtrAgt', agent),
  creditorAgent: optional('CdtrAgt', agent),
}

const fields = {
  groupHeader: one('GrpHdr', record(headerFields)),
  originalGroup: one('OrgnlGrpInfAndSts', originalGroup),
  paymentInstructions: many('OrgnlPmtInfAndSts', record(instructionFields)),
}
/** pain.002.001.10, CustomerPaymentStatusReport: the bank's answers to a pain.001. */
export interface Pain002 extends ValueOf<typeof fields> {}

export const {
  read: readPain002,
  write: writePain002,
  shape: pain002Shape,
} = defineMessage<Pain002>({
  identifier: 'pain.002.001.10',
  elements: ['Document', 'CstmrPmtStsRpt'],
  shape: record(fields),
})
