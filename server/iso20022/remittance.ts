import { amount } from './amount.ts'
import { optional, record, some, type ValueOf } from './shape.ts'
import { code, isoDate, text } from './simple-types.ts'

const referredDocument = record({
  type: optional('Tp/CdOrPrtry/Cd', text(4)),
  number: optional('Nb', text(35)),
  relatedDate: optional('RltdDt', isoDate),
})

const structuredFields = {
  referredDocuments: some('RfrdDocInf', referredDocument),
  duePayableAmount: optional('RfrdDocAmt/DuePyblAmt', amount),
  remittedAmount: optional('RfrdDocAmt/RmtdAmt', amount),
  creditorReferenceType: optional('CdtrRefInf/Tp/CdOrPrtry/Cd', code('RADM', 'RPIN', 'FXDR', 'DISP', 'PUOR', 'SCOR')),
  creditorReferenceTypeProprietary: optional('CdtrRefInf/Tp/CdOrPrtry/Prtry', text(35)),
  creditorReferenceIssuer: optional('CdtrRefInf/Tp/Issr', text(35)),
  creditorReference: optional('CdtrRefInf/Ref', text(35)),
  additionalRemittanceInformation: some('AddtlRmtInf', text(140), 3),
}
/** StructuredRemittanceInformation16. */
export interface StructuredRemittance extends ValueOf<typeof structuredFields> {}
const structured = record(structuredFields, {
  atMostOne: [['creditorReferenceType', 'creditorReferenceTypeProprietary']],
})

const remittanceFields = {
  /** The EPC's schemes allow one of these, and not beside a structured one; banks' statements hold more. */
  unstructured: some('Ustrd', text(140)),
  structured: some('Strd', structured),
}
/** RemittanceInformation16: what the debtor tells the creditor. */
export interface RemittanceInformation extends ValueOf<typeof remittanceFields> {}
export const remittanceInformation = record(remittanceFields)
