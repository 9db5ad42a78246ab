import { account } from './account.ts'
import { agent } from './agent.ts'
import { amount, decimalSum } from './amount.ts'
import { defineMessage } from './message.ts'
import { party } from './party.ts'
import { interbankPaymentType } from './payment-type.ts'
import { remittanceInformation } from './remittance.ts'
import { chargeBearer, charges, settlement } from './settlement.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, code, count, isoDate, isoDateTime, text, uetr } from './simple-types.ts'
import { totalFault, totalsFault } from './totals.ts'

const transactionFields = {
  instructionId: optional('PmtId/InstrId', text(35)),
  endToEndId: one('PmtId/EndToEndId', text(35)),
  transactionId: optional('PmtId/TxId', text(35)),
  uetr: optional('PmtId/UETR', uetr),
  clearingSystemReference: optional('PmtId/ClrSysRef', text(35)),
  paymentTypeInformation: optional('PmtTpInf', interbankPaymentType),
  interbankSettlementAmount: one('IntrBkSttlmAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  settlementPriority: optional('SttlmPrty', code('URGT', 'HIGH', 'NORM')),
  /** When the payer's bank took the order: SCT Inst counts its seconds from here. */
  acceptanceDateTime: optional('AccptncDtTm', isoDateTime),
  instructedAmount: optional('InstdAmt', amount),
  chargeBearer: one('ChrgBr', chargeBearer),
  charges: some('ChrgsInf', charges),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
  ultimateDebtor: optional('UltmtDbtr', party),
  initiatingParty: optional('InitgPty', party),
  debtor: one('Dbtr', party),
  debtorAccount: optional('DbtrAcct', account),
  debtorAgent: one('DbtrAgt', agent),
  creditorAgent: one('CdtrAgt', agent),
  creditor: one('Cdtr', party),
  creditorAccount: optional('CdtrAcct', account),
  ultimateCreditor: optional('UltmtCdtr', party),
  purpose: optional('Purp/Cd', text(4)),
  purposeProprietary: optional('Purp/Prtry', text(35)),
  remittanceInformation: optional('RmtInf', remittanceInformation),
}
/** CreditTransferTransaction39: one payment between banks. */
export interface InterbankCreditTransfer extends ValueOf<typeof transactionFields> {}

const headerFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  batchBooking: optional('BtchBookg', boolean),
  numberOfTransactions: one('NbOfTxs', count),
  controlSum: optional('CtrlSum', decimalSum),
  totalInterbankSettlementAmount: optional('TtlIntrBkSttlmAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  settlementInformation: one('SttlmInf', settlement),
  paymentTypeInformation: optional('PmtTpInf', interbankPaymentType),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
}

const fields = {
  groupHeader: one('GrpHdr', record(headerFields)),
  transactions: many('CdtTrfTxInf', record(transactionFields, { atMostOne: [['purpose', 'purposeProprietary']] }), 1),
}
/** pacs.008.001.08, FIToFICustomerCreditTransfer: money from a customer of one bank to a customer of another. */
export interface Pacs008 extends ValueOf<typeof fields> {}

export const {
  read: readPacs008,
  write: writePacs008,
  shape: pacs008Shape,
} = defineMessage<Pacs008>({
  identifier: 'pacs.008.001.08',
  elements: ['Document', 'FIToFICstmrCdtTrf'],
  shape: record(fields),
  fault: ({ groupHeader, transactions }) => {
    const amounts = transactions.map(each => each.interbankSettlementAmount)
    return totalsFault(groupHeader, amounts) ?? totalFault(groupHeader.totalInterbankSettlementAmount, amounts)
  },
})
