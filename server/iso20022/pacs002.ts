import { agent } from './agent.ts'
import { defineMessage } from './message.ts'
import { originalGroup, originalMessage, originalTransactionReference } from './original.ts'
import { reasonInformation } from './reason.ts'
import { charges } from './settlement.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { isoDate, isoDateTime, text, uetr } from './simple-types.ts'

const transactionFields = {
  statusId: optional('StsId', text(35)),
  originalMessage: optional('OrgnlGrpInf', originalMessage),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalTransactionId: optional('OrgnlTxId', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  /** ACCP or ACSC: it went through; RJCT: it did not; PDNG, ACSP: not known yet. */
  transactionStatus: optional('TxSts', text(4)),
  statusReasons: some('StsRsnInf', reasonInformation),
  charges: some('ChrgsInf', charges),
  acceptanceDateTime: optional('AccptncDtTm', isoDateTime),
  effectiveInterbankSettlementDate: optional('FctvIntrBkSttlmDt/Dt', isoDate),
  effectiveInterbankSettlementDateTime: optional('FctvIntrBkSttlmDt/DtTm', isoDateTime),
  accountServicerReference: optional('AcctSvcrRef', text(35)),
  clearingSystemReference: optional('ClrSysRef', text(35)),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction110: what became of one payment. */
export interface TransactionStatus extends ValueOf<typeof transactionFields> {}

const headerFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  instructingAgent: optional('InstgAgt', agent),
  instructedAgent: optional('InstdAgt', agent),
}
/** GroupHeader91, of pacs.002 and pacs.028. */
export interface StatusGroupHeader extends ValueOf<typeof headerFields> {}
export const statusGroupHeader = record(headerFields)

const fields = {
  groupHeader: one('GrpHdr', statusGroupHeader),
  originalGroups: many('OrgnlGrpInfAndSts', originalGroup),
  transactions: many(
    'TxInfAndSts',
    record(transactionFields, {
      atMostOne: [['effectiveInterbankSettlementDate', 'effectiveInterbankSettlementDateTime']],
    }),
  ),
}
/** pacs.002.001.10, FIToFIPaymentStatusReport: another bank's answer to a pacs.008 or to the question of a pacs.028. */
export interface Pacs002 extends ValueOf<typeof fields> {}

export const {
  read: readPacs002,
  write: writePacs002,
  shape: pacs002Shape,
} = defineMessage<Pacs002>({
  identifier: 'pacs.002.001.10',
  elements: ['Document', 'FIToFIPmtStsRpt'],
  shape: record(fields),
})
