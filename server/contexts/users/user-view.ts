import type { getUser } from '@florin/contract/endpoints/users.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { AccountSums } from '../ledger/index.ts'
import { cryptoBalanceOf, fiatBalanceOf, flatEurBalanceOf, type RateOf } from '../partners/index.ts'
import { type BalanceOwner, needsProofOfAddress, statusOf, type User } from './user.ts'

/** The user object of the contract. */
export const userView = (user: User): Answer<typeof getUser> => ({
  userId: user.id,
  externalUserId: user.externalUserId,
  status: statusOf(user),
  tier: user.tier,
  kycStatus: user.kycStatus,
  poaStatus: user.poaStatus,
  createdAt: user.createdAt.toISOString(),
})

/** How the partner's generation of the API writes the first status of a fiat balance. */
export type FiatStatusDialect = 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED'

/** What balances show beside their sums. */
export interface BalanceSetting {
  readonly rateOf: RateOf
  /** Of real chains; the sandbox's are not. */
  readonly isMainnet: boolean
}

export type PairSetting = BalanceSetting & { readonly dialect: FiatStatusDialect }

const noWallets = {}
const isFiat = (balance: AccountSums): boolean => balance.asset === 'eur'

/** The eur balance of a user of a partner with KYC. */
export const fiatViewOf = (owner: BalanceOwner, balance: AccountSums, dialect: FiatStatusDialect) =>
  fiatBalanceOf(balance, {
    iban: owner.iban,
    status: owner.fiatStatus === 'WAITING_FOR_ACTIVATION' ? dialect : owner.fiatStatus,
  })

/** A crypto balance as long as no deposit addresses are made for it. */
export const walletlessViewOf = (balance: AccountSums, setting: BalanceSetting) =>
  cryptoBalanceOf(balance, { ...setting, wallets: noWallets })

/** The balances of a user of a partner with KYC: two lists. */
export const balancePairOf = (owner: BalanceOwner, balances: readonly AccountSums[], setting: PairSetting) => ({
  poaRequired: needsProofOfAddress(owner),
  fiatBalances: balances.filter(isFiat).map(balance => fiatViewOf(owner, balance, setting.dialect)),
  cryptoBalances: balances.filter(balance => !isFiat(balance)).map(balance => walletlessViewOf(balance, setting)),
})

/** The balances of a user of a partner without KYC: one list, eur in it. */
export const flatBalancesOf = (balances: readonly AccountSums[], setting: BalanceSetting) =>
  balances.map(balance => (isFiat(balance) ? flatEurBalanceOf(balance) : walletlessViewOf(balance, setting)))
