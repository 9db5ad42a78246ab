import { Coalesced } from '../../kit/coalesce.ts'
import type { Sql } from '../../kit/sql.ts'
import { findAccountsOf, OwnAccounts } from '../ledger/index.ts'
import { findUserIds } from './store.ts'
import { bearsLimits } from './user.ts'

/** What never changes about a user once it exists. */
export interface UserKey {
  readonly partnerId: string
  readonly userId: string
  readonly externalUserId: string
  readonly dataKeyId: string
  /** Whether limits hold for what it moves: those of a partner with KYC. */
  readonly bearsLimits: boolean
  /** In the order of the assets. */
  readonly accounts: OwnAccounts
}

/** What is known of one partner's users, and where the others of them are looked up together. */
interface UsersOfPartner {
  /** Those asked for since the last turn. */
  recent: Map<string, UserKey>
  /** Those asked for between the last turn and the one before. */
  before: Map<string, UserKey>
  readonly lookUp: Coalesced<string, UserKey>
}

/**
 * Finds who an externalUserId is, without asking the database twice. Safe for ever, because an externalUserId is never
 * given again; a user that was deleted meanwhile is refused by the posting function, whose accounts are closed. When
 * `turnAt` were asked for, those that were not are forgotten: keeping the users in the order of their use would take
 * longer than all else about them.
 */
export class UserDirectory {
  readonly #sql: Sql
  readonly #turnAt: number
  readonly #partners = new Map<string, UsersOfPartner>()
  #recentKeys = 0

  /** At most twice as many are kept; a key is about 0.7 kB. */
  constructor(sql: Sql, turnAt = 100_000) {
    this.#sql = sql
    this.#turnAt = turnAt
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<UserKey | undefined> | UserKey {
    const own = this.#partners.get(partnerId) ?? this.#begin(partnerId)
    const recent = own.recent.get(externalUserId)
    if (recent !== undefined) return recent
    const before = own.before.get(externalUserId)
    if (before === undefined) return own.lookUp.find(externalUserId)
    this.#keep(own, before)
    return before
  }

  #begin(partnerId: string): UsersOfPartner {
    const begun: UsersOfPartner = {
      recent: new Map(),
      before: new Map(),
      lookUp: new Coalesced(names => this.#load(partnerId, begun, names)),
    }
    this.#partners.set(partnerId, begun)
    return begun
  }

  async #load(
    partnerId: string,
    own: UsersOfPartner,
    externalUserIds: readonly string[],
  ): Promise<readonly (UserKey | undefined)[]> {
    const users = await findUserIds(this.#sql, partnerId, externalUserIds)
    const accounts = await findAccountsOf(
      this.#sql,
      partnerId,
      users.map(user => user.id),
    )
    const found = new Map<string, UserKey>()
    for (const { id, model, ...names } of users) {
      const key: UserKey = {
        partnerId,
        userId: id,
        ...names,
        bearsLimits: bearsLimits({ model }),
        accounts: accounts.get(id) ?? new OwnAccounts([]),
      }
      found.set(key.externalUserId, key)
      this.#keep(own, key)
    }
    return externalUserIds.map(externalUserId => found.get(externalUserId))
  }

  #keep(own: UsersOfPartner, key: UserKey): void {
    if (this.#recentKeys >= this.#turnAt) this.#turn()
    own.recent.set(key.externalUserId, key)
    this.#recentKeys += 1
  }

  #turn(): void {
    for (const own of this.#partners.values()) {
      own.before = own.recent
      own.recent = new Map()
    }
    this.#recentKeys = 0
  }
}
