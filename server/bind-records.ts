import { hostedRecords } from './contexts/hosted/index.ts'
import { kycRecords } from './contexts/kyc/index.ts'
import { amountOf, availableOf, findBalances } from './contexts/ledger/index.ts'
import { sepaRecords } from './contexts/sepa/index.ts'
import { readHistory } from './contexts/statement/index.ts'
import { limitRecords, type RecordKeeper } from './contexts/users/index.ts'
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
  sepaRecords,
]
