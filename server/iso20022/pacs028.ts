import { agent } from './agent.ts'
import { decimalSum } from './amount.ts'
import { defineMessage } from './message.ts'
import { originalMessage, originalMessageFields, originalTransactionReference } from './original.ts'
import { statusGroupHeader } from './pacs002.ts'
import { many, one, optional, record, type ValueOf } from './shape.ts'
import { count, isoDateTime, text, uetr } from './simple-types.ts'

const transactionFields = {
  statusRequestId: optional('StsReqId', text(35)),
  originalMessage: optional('OrgnlGrpInf', originalMessage),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalTransactionId: optional('OrgnlTxId', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  acceptanceDateTime: optional('AccptncDtTm', isoDateTime),
  clearingSystemReference: optional('ClrSysRef', text(35)),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction113: the payment asked about. */
export interface StatusRequest extends ValueOf<typeof transactionFields> {}

const fields = {
  groupHeader: one('GrpHdr', statusGroupHeader),
  originalGroups: many(
    'OrgnlGrpInf',
    record({
      ...originalMessageFields,
      originalNumberOfTransactions: optional('OrgnlNbOfTxs', count),
      originalControlSum: optional('OrgnlCtrlSum', decimalSum),
    }),
  ),
  transactions: many('TxInf', record(transactionFields)),
}
/** pacs.028.001.03, FIToFIPaymentStatusRequest: what became of this payment? */
export interface Pacs028 extends ValueOf<typeof fields> {}

export const {
  read: readPacs028,
  write: writePacs028,
  shape: pacs028Shape,
} = defineMessage<Pacs028>({
  identifier: 'pacs.028.001.03',
  elements: ['Document', 'FIToFIPmtStsReq'],
  shape: record(fields),
})
