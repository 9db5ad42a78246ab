import type { Money } from '../../kit/money.ts'

export type AccountState = 'open' | 'waiting' | 'no-debit' | 'closed'

/** One floored account of a customer or of the partner itself, in ledger units. */
export interface Balance {
  readonly accountId: string
  readonly ownerId: string
  readonly asset: string
  readonly state: AccountState
  readonly posted: bigint
  readonly held: bigint
  readonly receivable: bigint
}

/** What the owner has: `amount` on the wire. Negative while it owes. */
export const amountOf = (balance: Balance): Money => ({
  asset: balance.asset,
  units: balance.posted - balance.receivable,
})

/** What the owner can spend: `availableAmount` on the wire. */
export const availableOf = (balance: Balance): Money => ({
  asset: balance.asset,
  units: balance.posted - balance.receivable - balance.held,
})
