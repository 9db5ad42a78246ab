import type { AssetSlug } from '@florin/contract/assets.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { partnerAccount } from '../ledger/index.ts'
import { mustFindUser, type UserDirectory } from '../users/index.ts'
import type { ExchangeAccounts } from './exchange.ts'
import { assertMayExchange, type Owner } from './owner.ts'
import type { Pair } from './pair.ts'

/** Who exchanges, with the accounts of the pair. */
export type OwnerOfPair = Owner & { readonly accounts: ExchangeAccounts }

/**
 * The user of an externalUserId, or the partner itself without one. Throws P412, and what forbids the user to
 * exchange: P455, P459, P487.
 */
export async function findOwner(
  work: Work,
  externalUserId: string | undefined,
  { from, to }: Pair,
  users: UserDirectory,
): Promise<OwnerOfPair> {
  const { partnerId } = work
  if (externalUserId === undefined) {
    const accounts = { from: partnerAccount(partnerId, from), to: partnerAccount(partnerId, to) }
    return { id: partnerId, externalUserId: null, accounts }
  }
  const user = await mustFindUser(work, externalUserId)
  assertMayExchange(user, [from, to])
  const key = await users.find(partnerId, externalUserId)
  const accountOf = (asset: AssetSlug): string => {
    const id = key?.accounts.get(asset)
    if (id === undefined) throw new Problem('P412')
    return id
  }
  return { id: user.id, externalUserId, accounts: { from: accountOf(from), to: accountOf(to) } }
}
