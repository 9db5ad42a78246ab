import { agent } from './agent.ts'
import { amount, decimalSum } from './amount.ts'
import { defineMessage } from './message.ts'
import { originalMessage, originalMessageFields, originalTransactionReference } from './original.ts'
import { reasonInformation } from './reason.ts'
import { chargeBearer, charges, settlement } from './settlement.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, code, count, isoDate, isoDateTime, text, uetr } from './simple-types.ts'
import { totalFault, totalsFault } from './totals.ts'

const transactionFields = {
  returnId: optional('RtrId', text(35)),
  originalMessage: optional('OrgnlGrpInf', originalMessage),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalTransactionId: optional('OrgnlTxId', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  originalClearingSystemReference: optional('OrgnlClrSysRef', text(35)),
  originalInterbankSettlementAmount: optional('OrgnlIntrBkSttlmAmt', amount),
  originalInterbankSettlementDate: optional('OrgnlIntrBkSttlmDt', isoDate),
  returnedInterbankSettlementAmount: one('RtrdIntrBkSttlmAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  settlementPriority: optional('SttlmPrty', code('URGT', 'HIGH', 'NORM')),
  returnedInstructedAmount: optional('RtrdInstdAmt', amount),
  compensationAmount: optional('CompstnAmt', amount),
  chargeBearer: optional('ChrgBr', chargeBearer),
  charges: some('ChrgsInf', charges),
  clearingSystemReference: optional('ClrSysRef', text(35)),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
  returnReasons: some('RtrRsnInf', reasonInformation),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction112: one payment given back. */
export interface PaymentReturn extends ValueOf<typeof transactionFields> {}

const headerFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  batchBooking: optional('BtchBookg', boolean),
  numberOfTransactions: one('NbOfTxs', count),
  controlSum: optional('CtrlSum', decimalSum),
  groupReturn: optional('GrpRtr', boolean),
  totalReturnedInterbankSettlementAmount: optional('TtlRtrdIntrBkSttlmAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  settlementInformation: one('SttlmInf', settlement),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
}

const fields = {
  groupHeader: one('GrpHdr', record(headerFields)),
  originalGroup: optional(
    'OrgnlGrpInf',
    record({ ...originalMessageFields, returnReasons: some('RtrRsnInf', reasonInformation) }),
  ),
  transactions: many('TxInf', record(transactionFields)),
}
/** pacs.004.001.09, PaymentReturn: money that was settled goes back. */
export interface Pacs004 extends ValueOf<typeof fields> {}

export const {
  read: readPacs004,
  write: writePacs004,
  shape: pacs004Shape,
} = defineMessage<Pacs004>({
  identifier: 'pacs.004.001.09',
  elements: ['Document', 'PmtRtr'],
  shape: record(fields),
  fault: ({ groupHeader, transactions }) => {
    // A group return gives back a whole message, and then names no transactions.
    if (groupHeader.groupReturn === true && transactions.length === 0) return undefined
    const amounts = transactions.map(each => each.returnedInterbankSettlementAmount)
    return totalsFault(groupHeader, amounts) ?? totalFault(groupHeader.totalReturnedInterbankSettlementAmount, amounts)
  },
})
