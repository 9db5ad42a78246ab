import { Coalesced } from '../../kit/coalesce.ts'
import type { Sql } from '../../kit/sql.ts'
import { findAccountsOf, OwnAccounts } from '../ledger/index.ts'
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
  readonly accounts: OwnAccounts
}

/** What is known of one partner's users, and where the others of them are looked up together. */
interface OfPartner {
  readonly keys: Map<string, UserKey>
  readonly lookUp: Coalesced<string, UserKey>
}

/**
 * Finds who an externalUserId is, without asking the database twice. Safe for ever, because an externalUserId is never
 * given again; a user that was deleted meanwhile is refused by the posting function, whose accounts are closed. When it
 * is full it begins anew: keeping the users in the order of their use would take longer than all else about them.
 */
export class UserDirectory {
  readonly #sql: Sql
  readonly #keysMax: number
  readonly #partners = new Map<string, OfPartner>()
  #keysKept = 0

  /** A key is about 1.5 kB. */
  constructor(sql: Sql, keysMax = 50_000) {
    this.#sql = sql
    this.#keysMax = keysMax
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<UserKey | undefined> | UserKey {
    const { keys, lookUp } = this.#partners.get(partnerId) ?? this.#begin(partnerId)
    return keys.get(externalUserId) ?? lookUp.find(externalUserId)
  }

  #begin(partnerId: string): OfPartner {
    const keys = new Map<string, UserKey>()
    const begun = { keys, lookUp: new Coalesced<string, UserKey>(names => this.#load(partnerId, keys, names)) }
    this.#partners.set(partnerId, begun)
    return begun
  }

  async #load(
    partnerId: string,
    keys: Map<string, UserKey>,
    externalUserIds: readonly string[],
  ): Promise<readonly (UserKey | undefined)[]> {
    const users = await findUserIds(this.#sql, partnerId, externalUserIds)
    const accounts = await findAccountsOf(
      this.#sql,
      partnerId,
      users.map(user => user.id),
    )
    this.#makeRoom(users.length)
    for (const { id, model, ...names } of users) {
      const key = {
        userId: id,
        ...names,
        bearsLimits: bearsLimits({ model }),
        accounts: accounts.get(id) ?? new OwnAccounts([]),
      }
      keys.set(key.externalUserId, key)
    }
    return externalUserIds.map(externalUserId => keys.get(externalUserId))
  }

  #makeRoom(count: number): void {
    if (this.#keysKept + count > this.#keysMax) {
      for (const { keys } of this.#partners.values()) keys.clear()
      this.#keysKept = 0
    }
    this.#keysKept += count
  }
}
