import type { getUser } from '@florin/contract/endpoints/users.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { Balance } from '../ledger/index.ts'
import {
  type BalanceSetting,
  type CryptoBalance,
  cryptoBalanceOf,
  type FiatBalance,
  type FlatBalance,
  fiatBalanceOf,
  flatBalanceOf,
} from './balance-view.ts'
import { needsProofOfAddress, statusOf, type User } from './user.ts'

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

/** The balances of a user of a partner with KYC: two lists. */
export function balancePairOf(
  user: User,
  balances: readonly Balance[],
  setting: BalanceSetting & { readonly dialect: FiatStatusDialect },
): { poaRequired: boolean; fiatBalances: FiatBalance[]; cryptoBalances: CryptoBalance[] } {
  const status = user.fiatStatus === 'WAITING_FOR_ACTIVATION' ? setting.dialect : user.fiatStatus
  const isFiat = (balance: Balance): boolean => balance.asset === 'eur'
  return {
    poaRequired: needsProofOfAddress(user),
    fiatBalances: balances.filter(isFiat).map(balance => fiatBalanceOf(balance, { iban: user.iban, status })),
    cryptoBalances: balances.filter(balance => !isFiat(balance)).map(balance => cryptoBalanceOf(balance, setting)),
  }
}

/** The balances of a user of a partner without KYC: one list, eur in it. */
export const flatBalancesOf = (balances: readonly Balance[], setting: BalanceSetting): FlatBalance[] =>
  balances.map(balance => flatBalanceOf(balance, setting))
