import { decimalSum, unsignedSum } from './amount.ts'
import { optional, record } from './shape.ts'
import { count, creditDebit } from './simple-types.ts'

/** TotalTransactions6, without the totals per bank transaction code. Sums are decimal text, in the account's currency. */
export const totals = record(
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
