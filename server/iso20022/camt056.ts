import { agent } from './agent.ts'
import { amount, decimalSum } from './amount.ts'
import { caseAssignment, investigationCase } from './case.ts'
import { defineMessage } from './message.ts'
import { originalMessage, originalMessageFields, originalTransactionReference } from './original.ts'
import { reasonInformation } from './reason.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, count, isoDate, text, uetr } from './simple-types.ts'

const transactionFields = {
  cancellationId: optional('CxlId', text(35)),
  case: optional('Case', investigationCase),
  originalMessage: optional('OrgnlGrpInf', originalMessage),
  originalInstructionId: optional('OrgnlInstrId', text(35)),
  originalEndToEndId: optional('OrgnlEndToEndId', text(35)),
  originalTransactionId: optional('OrgnlTxId', text(35)),
  originalUetr: optional('OrgnlUETR', uetr),
  originalClearingSystemReference: optional('OrgnlClrSysRef', text(35)),
  originalInterbankSettlementAmount: optional('OrgnlIntrBkSttlmAmt', amount),
  originalInterbankSettlementDate: optional('OrgnlIntrBkSttlmDt', isoDate),
  assigner: optional('Assgnr', agent),
  assignee: optional('Assgne', agent),
  /** DUPL, TECH, FRAD, CUST, AC03, AM09 … */
  cancellationReasons: some('CxlRsnInf', reasonInformation),
  originalTransactionReference: optional('OrgnlTxRef', originalTransactionReference),
}
/** PaymentTransaction106: the payment that should come back. */
export interface Recall extends ValueOf<typeof transactionFields> {}

const groupFields = {
  groupCancellationId: optional('GrpCxlId', text(35)),
  case: optional('Case', investigationCase),
  ...originalMessageFields,
  numberOfTransactions: optional('NbOfTxs', count),
  controlSum: optional('CtrlSum', decimalSum),
  groupCancellation: optional('GrpCxl', boolean),
  cancellationReasons: some('CxlRsnInf', reasonInformation),
}

const fields = {
  assignment: one('Assgnmt', caseAssignment),
  case: optional('Case', investigationCase),
  numberOfTransactions: optional('CtrlData/NbOfTxs', count),
  controlSum: optional('CtrlData/CtrlSum', decimalSum),
  underlying: many(
    'Undrlyg',
    record({
      originalGroup: optional('OrgnlGrpInfAndCxl', record(groupFields)),
      transactions: many('TxInf', record(transactionFields)),
    }),
    1,
  ),
}
/** camt.056.001.08, FIToFIPaymentCancellationRequest: a recall, asked of the bank that was paid. */
export interface Camt056 extends ValueOf<typeof fields> {}

export const {
  read: readCamt056,
  write: writeCamt056,
  shape: camt056Shape,
} = defineMessage<Camt056>({
  identifier: 'camt.056.001.08',
  elements: ['Document', 'FIToFIPmtCxlReq'],
  shape: record(fields, { requires: [['controlSum', 'numberOfTransactions']] }),
})
