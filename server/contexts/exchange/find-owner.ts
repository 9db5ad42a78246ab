import type { AssetSlug } from '@florin/contract/assets.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances, partnerAccount } from '../ledger/index.ts'
import { bearsLimits, mustFindUser } from '../users/index.ts'
import type { ExchangeAccounts } from './exchange.ts'
import { assertMayExchange, type Owner } from './owner.ts'
import type { Pair } from './pair.ts'

/** Who exchanges, with the accounts of the pair, and whether limits hold for it. */
export type OwnerOfPair = Owner & { readonly accounts: ExchangeAccounts; readonly bearsLimits: boolean }

/**
 * The user of an externalUserId, or the partner itself without one. Throws P412, and what forbids the user to
 * exchange: P455, P459, P487. Reads on the connection of the unit of work: a transaction that waited for a second one
 * would stand still as soon as as many run as the pool has connections.
 */
export async function findOwner(
  work: Work,
  externalUserId: string | undefined,
  { from, to }: Pair,
): Promise<OwnerOfPair> {
  const { sql, partnerId } = work
  if (externalUserId === undefined) {
    const accounts = { from: partnerAccount(partnerId, from), to: partnerAccount(partnerId, to) }
    return { id: partnerId, externalUserId: null, bearsLimits: false, accounts }
  }
  const user = await mustFindUser(work, externalUserId)
  assertMayExchange(user, [from, to])
  const balances = await findBalances(sql, partnerId, user.id)
  const accountOf = (asset: AssetSlug): string => {
    const balance = balances.find(candidate => candidate.asset === asset)
    // A user has an account in every asset; one that was deleted in between has none that it could use.
    if (balance === undefined) throw new Problem('P412')
    return balance.accountId
  }
  return {
    id: user.id,
    externalUserId,
    bearsLimits: bearsLimits(user),
    accounts: { from: accountOf(from), to: accountOf(to) },
  }
}
