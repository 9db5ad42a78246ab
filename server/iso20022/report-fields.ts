import { ownedAccount } from './account.ts'
import { amount, decimalSum, unsignedSum } from './amount.ts'
import { party } from './party.ts'
import { one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, code, count, creditDebit, digits, isoDate, isoDateTime, text } from './simple-types.ts'

const pagination = record({ pageNumber: one('PgNb', digits(5)), lastPage: one('LastPgInd', boolean) })

const groupHeaderFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  messageRecipient: optional('MsgRcpt', party),
  pagination: optional('MsgPgntn', pagination),
  additionalInformation: optional('AddtlInf', text(500)),
}
/** GroupHeader81, of camt.052, 053 and 054. */
export interface GroupHeader extends ValueOf<typeof groupHeaderFields> {}
export const groupHeader = record(groupHeaderFields)

/** What the three messages say of an account before its balances and entries. */
export function accountFields<P extends string>(paginationElement: P) {
  return {
    id: one('Id', text(35)),
    pagination: optional(paginationElement, pagination),
    electronicSequenceNumber: optional('ElctrncSeqNb', count),
    legalSequenceNumber: optional('LglSeqNb', count),
    creationDateTime: optional('CreDtTm', isoDateTime),
    fromDateTime: optional('FrToDt/FrDtTm', isoDateTime),
    toDateTime: optional('FrToDt/ToDtTm', isoDateTime),
    copyDuplicateIndicator: optional('CpyDplctInd', code('CODU', 'COPY', 'DUPL')),
    account: one('Acct', ownedAccount),
  }
}
export const accountRules = {
  requires: [
    ['fromDateTime', 'toDateTime'],
    ['toDateTime', 'fromDateTime'],
  ],
} as const

const balanceFields = {
  /** OPBD and CLBD (opening, closing booked), PRCD, ITBD (interim), CLAV (closing available) … */
  type: optional('Tp/CdOrPrtry/Cd', text(4)),
  typeProprietary: optional('Tp/CdOrPrtry/Prtry', text(35)),
  subType: optional('Tp/SubTp/Cd', text(4)),
  creditLines: some('CdtLine', record({ included: one('Incl', boolean), amount: optional('Amt', amount) })),
  amount: one('Amt', amount),
  /** DBIT: the account is overdrawn. */
  creditDebitIndicator: one('CdtDbtInd', creditDebit),
  date: optional('Dt/Dt', isoDate),
  dateTime: optional('Dt/DtTm', isoDateTime),
}
/** CashBalance8. */
export interface Balance extends ValueOf<typeof balanceFields> {}
export const balance = record(balanceFields, {
  exactlyOne: [
    ['type', 'typeProprietary'],
    ['date', 'dateTime'],
  ],
})

/** TotalTransactions6, without the totals per bank transaction code. Sums are decimal text, in the account's currency. */
export const transactionsSummary = record(
  {
    numberOfEntries: optional('TtlNtries/NbOfNtries', count),
    sumOfEntries: optional('TtlNtries/Sum', decimalSum),
    netAmount: optional('TtlNtries/TtlNetNtry/Amt', unsignedSum),
    netCreditDebitIndicator: optional('TtlNtries/TtlNetNtry/CdtDbtInd', creditDebit),
    numberOfCreditEntries: optional('TtlCdtNtries/NbOfNtries', count),
    sumOfCreditEntries: optional('TtlCdtNtries/Sum', decimalSum),
    numberOfDebitEntries: optional('TtlDbtNtries/NbOfNtries', count),
    sumOfDebitEntries: optional('TtlDbtNtries/Sum', decimalSum),
  },
  {
    requires: [
      ['netAmount', 'netCreditDebitIndicator'],
      ['netCreditDebitIndicator', 'netAmount'],
    ],
  },
)
