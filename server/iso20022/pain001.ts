import { account } from './account.ts'
import { agent } from './agent.ts'
import { amount, decimalSum } from './amount.ts'
import { defineMessage } from './message.ts'
import { party } from './party.ts'
import { paymentType } from './payment-type.ts'
import { remittanceInformation } from './remittance.ts'
import { chargeBearer } from './settlement.ts'
import { many, one, optional, record, type ValueOf } from './shape.ts'
import { boolean, code, count, isoDate, isoDateTime, text, uetr } from './simple-types.ts'
import { totalsFault } from './totals.ts'

const transactionFields = {
  instructionId: optional('PmtId/InstrId', text(35)),
  endToEndId: one('PmtId/EndToEndId', text(35)),
  uetr: optional('PmtId/UETR', uetr),
  paymentTypeInformation: optional('PmtTpInf', paymentType),
  instructedAmount: one('Amt/InstdAmt', amount),
  chargeBearer: optional('ChrgBr', chargeBearer),
  ultimateDebtor: optional('UltmtDbtr', party),
  creditorAgent: optional('CdtrAgt', agent),
  creditor: optional('Cdtr', party),
  creditorAccount: optional('CdtrAcct', account),
  ultimateCreditor: optional('UltmtCdtr', party),
  purpose: optional('Purp/Cd', text(4)),
  purposeProprietary: optional('Purp/Prtry', text(35)),
  remittanceInformation: optional('RmtInf', remittanceInformation),
}
/** CreditTransferTransaction34: one payment of the order. */
export interface CreditTransferOrder extends ValueOf<typeof transactionFields> {}

const instructionFields = {
  paymentInformationIdentification: one('PmtInfId', text(35)),
  paymentMethod: one('PmtMtd', code('CHK', 'TRF', 'TRA')),
  batchBooking: optional('BtchBookg', boolean),
  numberOfTransactions: optional('NbOfTxs', count),
  controlSum: optional('CtrlSum', decimalSum),
  paymentTypeInformation: optional('PmtTpInf', paymentType),
  requestedExecutionDate: optional('ReqdExctnDt/Dt', isoDate),
  requestedExecutionDateTime: optional('ReqdExctnDt/DtTm', isoDateTime),
  debtor: one('Dbtr', party),
  debtorAccount: one('DbtrAcct', account),
  debtorAgent: one('DbtrAgt', agent),
  ultimateDebtor: optional('UltmtDbtr', party),
  chargeBearer: optional('ChrgBr', chargeBearer),
  transactions: many('CdtTrfTxInf', record(transactionFields, { atMostOne: [['purpose', 'purposeProprietary']] }), 1),
}
/** PaymentInstruction30: payments from one account on one day. */
export interface PaymentInstruction extends ValueOf<typeof instructionFields> {}

const headerFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  numberOfTransactions: one('NbOfTxs', count),
  controlSum: optional('CtrlSum', decimalSum),
  initiatingParty: one('InitgPty', party),
  forwardingAgent: optional('FwdgAgt', agent),
}

const fields = {
  groupHeader: one('GrpHdr', record(headerFields)),
  paymentInstructions: many(
    'PmtInf',
    record(instructionFields, { exactlyOne: [['requestedExecutionDate', 'requestedExecutionDateTime']] }),
    1,
  ),
}
/** pain.001.001.09, CustomerCreditTransferInitiation: the order to our bank to pay. */
export interface Pain001 extends ValueOf<typeof fields> {}

export const {
  read: readPain001,
  write: writePain001,
  shape: pain001Shape,
} = defineMessage<Pain001>({
  identifier: 'pain.001.001.09',
  elements: ['Document', 'CstmrCdtTrfInitn'],
  shape: record(fields),
  fault: message => {
    const amountsOf = (instruction: PaymentInstruction) => instruction.transactions.map(each => each.instructedAmount)
    for (const instruction of message.paymentInstructions) {
      const fault = totalsFault(instruction, amountsOf(instruction))
      if (fault !== undefined) return fault
    }
    return totalsFault(message.groupHeader, message.paymentInstructions.flatMap(amountsOf))
  },
})
