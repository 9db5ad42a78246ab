import { account } from './account.ts'
import { agent } from './agent.ts'
import { amount } from './amount.ts'
import { party } from './party.ts'
import { remittanceInformation } from './remittance.ts'
import { many, one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, count, creditDebit, isoDate, isoDateTime, text, uetr } from './simple-types.ts'

const bankTransactionCodeFields = {
  domain: optional(
    'Domn',
    record({ code: one('Cd', text(4)), family: one('Fmly/Cd', text(4)), subFamily: one('Fmly/SubFmlyCd', text(4)) }),
  ),
  proprietary: optional('Prtry', record({ code: one('Cd', text(35)), issuer: optional('Issr', text(35)) })),
}
/** BankTransactionCodeStructure4: PMNT/RCDT/ESCT is a received SEPA credit transfer, PMNT/RRCT/ESCT … the bank's own code beside it. */
export interface BankTransactionCode extends ValueOf<typeof bankTransactionCodeFields> {}
export const bankTransactionCode = record(bankTransactionCodeFields)

const returnFields = {
  originalBankTransactionCode: optional('OrgnlBkTxCd', bankTransactionCode),
  originator: optional('Orgtr', party),
  reasonCode: optional('Rsn/Cd', text(4)),
  reasonProprietary: optional('Rsn/Prtry', text(35)),
  additionalInformation: some('AddtlInf', text(105)),
}
/** PaymentReturnReason5: this entry gives money back, and why. */
export interface ReturnInformation extends ValueOf<typeof returnFields> {}
const returnInformation = record(returnFields, { atMostOne: [['reasonCode', 'reasonProprietary']] })

const proprietaryReference = record({ type: one('Tp', text(35)), reference: one('Ref', text(35)) })

const chargesRecord = record({
  amount: one('Amt', amount),
  creditDebitIndicator: optional('CdtDbtInd', creditDebit),
  included: optional('ChrgInclInd', boolean),
  typeCode: optional('Tp/Cd', text(4)),
})

const transactionFields = {
  messageIdentification: optional('Refs/MsgId', text(35)),
  accountServicerReference: optional('Refs/AcctSvcrRef', text(35)),
  paymentInformationIdentification: optional('Refs/PmtInfId', text(35)),
  instructionId: optional('Refs/InstrId', text(35)),
  endToEndId: optional('Refs/EndToEndId', text(35)),
  uetr: optional('Refs/UETR', uetr),
  transactionId: optional('Refs/TxId', text(35)),
  mandateId: optional('Refs/MndtId', text(35)),
  clearingSystemReference: optional('Refs/ClrSysRef', text(35)),
  proprietaryReferences: some('Refs/Prtry', proprietaryReference),
  amount: optional('Amt', amount),
  creditDebitIndicator: optional('CdtDbtInd', creditDebit),
  instructedAmount: optional('AmtDtls/InstdAmt/Amt', amount),
  transactionAmount: optional('AmtDtls/TxAmt/Amt', amount),
  bankTransactionCode: optional('BkTxCd', bankTransactionCode),
  totalCharges: optional('Chrgs/TtlChrgsAndTaxAmt', amount),
  charges: some('Chrgs/Rcrd', chargesRecord),
  initiatingParty: optional('RltdPties/InitgPty/Pty', party),
  debtor: optional('RltdPties/Dbtr/Pty', party),
  /** A debtor that is a bank itself. */
  debtorAsAgent: optional('RltdPties/Dbtr/Agt', agent),
  debtorAccount: optional('RltdPties/DbtrAcct', account),
  ultimateDebtor: optional('RltdPties/UltmtDbtr/Pty', party),
  creditor: optional('RltdPties/Cdtr/Pty', party),
  creditorAsAgent: optional('RltdPties/Cdtr/Agt', agent),
  creditorAccount: optional('RltdPties/CdtrAcct', account),
  ultimateCreditor: optional('RltdPties/UltmtCdtr/Pty', party),
  debtorAgent: optional('RltdAgts/DbtrAgt', agent),
  creditorAgent: optional('RltdAgts/CdtrAgt', agent),
  localInstrument: optional('LclInstrm/Cd', text(35)),
  localInstrumentProprietary: optional('LclInstrm/Prtry', text(35)),
  purpose: optional('Purp/Cd', text(4)),
  purposeProprietary: optional('Purp/Prtry', text(35)),
  remittanceInformation: optional('RmtInf', remittanceInformation),
  acceptanceDateTime: optional('RltdDts/AccptncDtTm', isoDateTime),
  interbankSettlementDate: optional('RltdDts/IntrBkSttlmDt', isoDate),
  returnInformation: optional('RtrInf', returnInformation),
  additionalInformation: optional('AddtlTxInf', text(500)),
}
/** EntryTransaction10: one payment within an entry. */
export interface TransactionDetails extends ValueOf<typeof transactionFields> {}
const transactionDetails = record(transactionFields, {
  atMostOne: [
    ['debtor', 'debtorAsAgent'],
    ['creditor', 'creditorAsAgent'],
    ['localInstrument', 'localInstrumentProprietary'],
    ['purpose', 'purposeProprietary'],
  ],
})

const batchFields = {
  messageIdentification: optional('MsgId', text(35)),
  paymentInformationIdentification: optional('PmtInfId', text(35)),
  numberOfTransactions: optional('NbOfTxs', count),
  totalAmount: optional('TtlAmt', amount),
  creditDebitIndicator: optional('CdtDbtInd', creditDebit),
}
/** BatchInformation2: the order that was booked as one. */
export interface Batch extends ValueOf<typeof batchFields> {}

const entryDetailsFields = {
  batch: optional('Btch', record(batchFields)),
  transactionDetails: many('TxDtls', transactionDetails),
}
/** EntryDetails9. */
export interface EntryDetails extends ValueOf<typeof entryDetailsFields> {}

const entryFields = {
  entryReference: optional('NtryRef', text(35)),
  amount: one('Amt', amount),
  /** The direction as booked; with `reversalIndicator` it undoes an earlier entry of the other direction. */
  creditDebitIndicator: one('CdtDbtInd', creditDebit),
  reversalIndicator: optional('RvslInd', boolean),
  /** BOOK, PDNG, INFO or FUTR: only BOOK is money. */
  status: optional('Sts/Cd', text(4)),
  statusProprietary: optional('Sts/Prtry', text(35)),
  bookingDate: optional('BookgDt/Dt', isoDate),
  bookingDateTime: optional('BookgDt/DtTm', isoDateTime),
  valueDate: optional('ValDt/Dt', isoDate),
  valueDateTime: optional('ValDt/DtTm', isoDateTime),
  accountServicerReference: optional('AcctSvcrRef', text(35)),
  bankTransactionCode: one('BkTxCd', bankTransactionCode),
  instructedAmount: optional('AmtDtls/InstdAmt/Amt', amount),
  transactionAmount: optional('AmtDtls/TxAmt/Amt', amount),
  totalCharges: optional('Chrgs/TtlChrgsAndTaxAmt', amount),
  charges: some('Chrgs/Rcrd', chargesRecord),
  /** Usually one; each with its transactions. A batch booking has one entry with many transactions. */
  entryDetails: many('NtryDtls', record(entryDetailsFields)),
  additionalInformation: optional('AddtlNtryInf', text(500)),
}
/** ReportEntry10: one line of an account, in camt.052, 053 and 054. */
export interface Entry extends ValueOf<typeof entryFields> {}
export const entry = record(entryFields, {
  exactlyOne: [['status', 'statusProprietary']],
  atMostOne: [
    ['bookingDate', 'bookingDateTime'],
    ['valueDate', 'valueDateTime'],
  ],
})
