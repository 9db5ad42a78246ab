import { amount, decimalSum } from './amount.ts'
import { caseAssignment, investigationCase, partyOrAgent } from './case.ts'
import { codeOrProprietary } from './code-or-proprietary.ts'
import { defineMessage } from './message.ts'
import { originalMessage, originalMessageFields, originalTransactionReference } from './original.ts'
import { reasonInformation } from './reason.ts'
import { charges } from './settlement.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, code, count, isoDate, text, uetr } from './simple-types.ts'

const resolution = record({
  endToEndId: optional('EndToEndId', text(35)),
  transactionId: optional('TxId', text(35)),
  uetr: optional('UETR', uetr),
  interbankSettlementAmount: optional('IntrBkSttlmAmt', amount),
  interbankSettlementDate: optional('IntrBkSttlmDt', isoDate),
  clearingChannel: optional('ClrChanl', code('RTGS', 'RTNS', 'MPNS', 'BOOK')),
  charges: some('Chrgs', charges),
})

const transactionFields = {
  cancellationStatusId: optional('CxlStsId', text(35)),
  resolvedCase: optional('RslvdCase', investigationCase),
  originalMessage: optional('OrgnlGrpInf', originalMessage),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalTransactionId: optional('OrgnlTxId', text(35)),
  originalClearingSystemReference: optional('OrgnlClrSysRef', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  /** ACCR: comes back, RJCR: does not, PDCR: not decided yet. */
  cancellationStatus: optional('TxCxlSts', code('RJCR', 'ACCR', 'PDCR')),
  /** CUST, LEGL, AC04, AM04, NOAS, NOOR, ARDT … */
  cancellationStatusReasons: some('CxlStsRsnInf', reasonInformation),
  resolution: optional('RsltnRltdInf', resolution),
  originalInterbankSettlementAmount: optional('OrgnlIntrBkSttlmAmt', amount),
  originalInterbankSettlementDate: optional('OrgnlIntrBkSttlmDt', isoDate),
  assigner: optional('Assgnr', partyOrAgent),
  assignee: optional('Assgne', partyOrAgent),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction102: the answer for one payment. */
export interface RecallAnswer extends ValueOf<typeof transactionFields> {}

const groupFields = {
  originalGroupCancellationId: optional('OrgnlGrpCxlId', text(35)),
  resolvedCase: optional('RslvdCase', investigationCase),
  ...originalMessageFields,
  originalNumberOfTransactions: optional('OrgnlNbOfTxs', count),
  originalControlSum: optional('OrgnlCtrlSum', decimalSum),
  groupCancellationStatus: optional('GrpCxlSts', code('PACR', 'RJCR', 'ACCR', 'PDCR')),
  cancellationStatusReasons: some('CxlStsRsnInf', reasonInformation),
}

const fields = {
  assignment: one('Assgnmt', caseAssignment),
  resolvedCase: optional('RslvdCase', investigationCase),
  /** CNCL: cancelled as asked, RJCR: refused, PDCR: pending … */
  confirmation: optional('Sts/Conf', text(4)),
  rejectedModifications: some('Sts/RjctdMod', codeOrProprietary()),
  duplicateOf: optional('Sts/DplctOf', investigationCase),
  assignmentCancelled: optional('Sts/AssgnmtCxlConf', boolean),
  cancellationDetails: many(
    'CxlDtls',
    record({
      originalGroup: optional('OrgnlGrpInfAndSts', record(groupFields)),
      transactions: many('TxInfAndSts', record(transactionFields)),
    }),
  ),
}
/** camt.029.001.09, ResolutionOfInvestigation: the answer to a recall. */
export interface Camt029 extends ValueOf<typeof fields> {}

export const {
  read: readCamt029,
  write: writeCamt029,
  shape: camt029Shape,
} = defineMessage<Camt029>({
  identifier: 'camt.029.001.09',
  elements: ['Document', 'RsltnOfInvstgtn'],
  shape: record(fields, {
    exactlyOne: [['confirmation', 'rejectedModifications', 'duplicateOf', 'assignmentCancelled']],
  }),
})
