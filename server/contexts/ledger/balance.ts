import type { Money } from '../../kit/money.ts'

export type AccountState = 'open' | 'waiting' | 'no-debit' | 'closed'

/** What an account has, in ledger units. */
export interface Sums {
  readonly posted: bigint
  readonly held: bigint
  readonly receivable: bigint
}

export const noSums: Sums = { posted: 0n, held: 0n, receivable: 0n }

/** What an owner has of an asset. */
export interface AssetSums extends Sums {
  readonly asset: string
}

/** What one account of an owner has. */
export interface AccountSums extends AssetSums {
  readonly accountId: string
}

/** One floored account of a customer or of the partner itself. */
export interface Balance extends AccountSums {
  readonly ownerId: string
  readonly state: AccountState
}

/** What the owner has: `amount` on the wire. Negative while it owes. */
export const amountOf = (balance: AssetSums): Money => ({
  asset: balance.asset,
  units: balance.posted - balance.receivable,
})

/** What the owner can spend: `availableAmount` on the wire. */
export const availableOf = (balance: AssetSums): Money => ({
  asset: balance.asset,
  units: balance.posted - balance.receivable - balance.held,
})
