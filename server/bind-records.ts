import { auditKept } from './contexts/audit/index.ts'
import { exchangeKept } from './contexts/exchange/index.ts'
import { hostedKept, hostedRecords } from './contexts/hosted/index.ts'
import { kycKept, kycRecords } from './contexts/kyc/index.ts'
import { amountOf, availableOf, findBalances, ledgerKept } from './contexts/ledger/index.ts'
import { limitsKept } from './contexts/limits/index.ts'
import { operatorKept } from './contexts/operator/index.ts'
import { partnersKept } from './contexts/partners/index.ts'
import { reviewKept } from './contexts/review/index.ts'
import { screeningKept } from './contexts/screening/index.ts'
import { sepaKept, sepaRecords } from './contexts/sepa/index.ts'
import { readHistory, statementKept } from './contexts/statement/index.ts'
import { transfersKept } from './contexts/transfers/index.ts'
import { limitRecords, type RecordKeeper, usersKept } from './contexts/users/index.ts'
import { webhooksKept } from './contexts/webhooks/index.ts'
import { type KeptOfPeople, kitKept } from './kit/kept-of-people.ts'
import { formatAmount } from './kit/money.ts'

/** Everything that is kept of a person, by kind. A context that keeps more adds a line. */
export const recordKeepers: readonly RecordKeeper[] = [
  {
    kind: 'balances',
    records: async (work, user) =>
      (await findBalances(work.sql, user.partnerId, user.id)).map(balance => ({
        currency: balance.asset,
        amount: formatAmount(amountOf(balance)),
        availableAmount: formatAmount(availableOf(balance)),
        state: balance.state,
      })),
  },
  {
    kind: 'transactions',
    records: (work, user) => readHistory(work, { ownerId: user.id, dataKeyId: user.dataKeyId }),
  },
  limitRecords,
  ...kycRecords,
  hostedRecords,
  ...sepaRecords,
]

/** What each part keeps of a person in which tables, and what becomes of it. A table that is missing fails a test. */
export const keptOfPeople: Readonly<Record<string, KeptOfPeople>> = {
  kit: kitKept,
  audit: auditKept,
  exchange: exchangeKept,
  hosted: hostedKept,
  kyc: kycKept,
  ledger: ledgerKept,
  limits: limitsKept,
  operator: operatorKept,
  partners: partnersKept,
  review: reviewKept,
  screening: screeningKept,
  sepa: sepaKept,
  statement: statementKept,
  transfers: transfersKept,
  users: usersKept,
  webhooks: webhooksKept,
}
