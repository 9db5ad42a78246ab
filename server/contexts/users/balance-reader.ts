import { LRUCache } from 'lru-cache'
import { Coalesced } from '../../kit/coalesce.ts'
import type { Sql } from '../../kit/sql.ts'
import { type Balance, findBalancesOf } from '../ledger/index.ts'
import { findBalanceOwners } from './store.ts'
import type { BalanceOwner } from './user.ts'
import type { UserDirectory } from './user-directory.ts'
import type { PairSetting } from './user-view.ts'

export interface OwnedBalances {
  readonly owner: BalanceOwner
  readonly balances: readonly Balance[]
  readonly setting: PairSetting
}

/**
 * Reads balances, always from the database. Reads that come together share their statements, which run side by side:
 * who a user is never changes, so none has to wait for the other.
 */
export class BalanceReader {
  readonly #sql: Sql
  readonly #users: UserDirectory
  readonly #settingOf: (partnerId: string) => Promise<PairSetting>
  readonly #reads = new LRUCache<string, Coalesced<string, OwnedBalances>>({ max: 1_000 })

  constructor(sql: Sql, users: UserDirectory, settingOf: (partnerId: string) => Promise<PairSetting>) {
    this.#sql = sql
    this.#users = users
    this.#settingOf = settingOf
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<OwnedBalances | undefined> {
    const user = this.#users.find(partnerId, externalUserId)
    const read = this.#readOf(partnerId)
    return user instanceof Promise ? user.then(found => found && read.find(found.userId)) : read.find(user.userId)
  }

  #readOf(partnerId: string): Coalesced<string, OwnedBalances> {
    const known = this.#reads.get(partnerId)
    if (known !== undefined) return known
    const made = new Coalesced<string, OwnedBalances>(ids => this.#load(partnerId, ids))
    this.#reads.set(partnerId, made)
    return made
  }

  async #load(partnerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, OwnedBalances>> {
    const [owners, balances, setting] = await Promise.all([
      findBalanceOwners(this.#sql, partnerId, ids),
      findBalancesOf(this.#sql, partnerId, ids),
      this.#settingOf(partnerId),
    ])
    return new Map(owners.map(owner => [owner.id, { owner, balances: balances.get(owner.id) ?? [], setting }]))
  }
}
