import { LRUCache } from 'lru-cache'
import { Coalesced } from '../../kit/coalesce.ts'
import type { Sql } from '../../kit/sql.ts'
import { findAccountsOf, type OwnAccount } from '../ledger/index.ts'
import { findUserIds } from './store.ts'
import { bearsLimits } from './user.ts'

/** What never changes about a user once it exists. */
export interface UserKey {
  readonly userId: string
  readonly externalUserId: string
  readonly dataKeyId: string
  /** Whether limits hold for what it moves: those of a partner with KYC. */
  readonly bearsLimits: boolean
  /** In the order of the assets. */
  readonly accounts: readonly OwnAccount[]
}

/** About 1.5 kB each. */
const keysMax = 50_000

/**
 * Finds who an externalUserId is, without asking the database twice. Safe for ever, because an externalUserId is never
 * given again; a user that was deleted meanwhile is refused by the posting function, whose accounts are closed.
 */
export class UserDirectory {
  readonly #sql: Sql
  readonly #keys = new LRUCache<string, UserKey>({ max: keysMax })
  /** One a partner: users are looked up together. */
  readonly #lookUps = new LRUCache<string, Coalesced<string, UserKey>>({ max: 1_000 })

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<UserKey | undefined> | UserKey {
    // Not moved to the front: that takes longer than all else about it. What is driven out is looked up again.
    return this.#keys.peek(`${partnerId}/${externalUserId}`) ?? this.#lookUpOf(partnerId).find(externalUserId)
  }

  #lookUpOf(partnerId: string): Coalesced<string, UserKey> {
    const known = this.#lookUps.get(partnerId)
    if (known !== undefined) return known
    const lookUp = new Coalesced<string, UserKey>(names => this.#load(partnerId, names))
    this.#lookUps.set(partnerId, lookUp)
    return lookUp
  }

  async #load(partnerId: string, externalUserIds: readonly string[]): Promise<readonly (UserKey | undefined)[]> {
    const users = await findUserIds(this.#sql, partnerId, externalUserIds)
    const accounts = await findAccountsOf(
      this.#sql,
      partnerId,
      users.map(user => user.id),
    )
    const found = new Map<string, UserKey>()
    for (const { id, model, ...names } of users) {
      const key = { userId: id, ...names, bearsLimits: bearsLimits({ model }), accounts: accounts.get(id) ?? [] }
      this.#keys.set(`${partnerId}/${key.externalUserId}`, key)
      found.set(key.externalUserId, key)
    }
    return externalUserIds.map(externalUserId => found.get(externalUserId))
  }
}
