import { LRUCache } from 'lru-cache'
import { Awake } from '../../kit/awake.ts'
import { Coalesced } from '../../kit/coalesce.ts'
import { ask, type Question } from '../../kit/postgres/question.ts'
import type { Sql } from '../../kit/sql.ts'
import { sumsOfOwners } from '../ledger/index.ts'
import type { RateOf } from '../partners/index.ts'
import type { OwnBalances } from './balance-text.ts'
import { balanceOwners } from './store.ts'
import type { BalanceOwner } from './user.ts'
import type { UserDirectory, UserKey } from './user-directory.ts'
import type { PairSetting } from './user-view.ts'

export interface OwnedBalances {
  readonly owner: BalanceOwner
  readonly balances: OwnBalances
  readonly setting: PairSetting
}

export interface BalanceReaderParts {
  readonly sql: Sql
  readonly users: UserDirectory
  readonly rates: Question<RateOf>
  readonly settingOf: (partnerId: string, rateOf: RateOf) => Promise<PairSetting>
}

/** While one call is answered the database does the next, and others are on their way: measured, with 64 readers. */
const sharing = { callsMax: 4, keysMax: 16 }

/**
 * Reads balances, always from the database. A partner's reads that come together share a statement: owner, balances and
 * rates are of one moment.
 */
export class BalanceReader {
  readonly #parts: BalanceReaderParts
  readonly #awake = new Awake()
  readonly #reads = new LRUCache<string, Coalesced<UserKey, OwnedBalances>>({ max: 1_000 })

  constructor(parts: BalanceReaderParts) {
    this.#parts = parts
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<OwnedBalances | undefined> {
    const user = this.#parts.users.find(partnerId, externalUserId)
    const read = this.#readOf(partnerId)
    return user instanceof Promise ? user.then(found => found && read.find(found)) : read.find(user)
  }

  #readOf(partnerId: string): Coalesced<UserKey, OwnedBalances> {
    const known = this.#reads.get(partnerId)
    if (known !== undefined) return known
    const made = new Coalesced<UserKey, OwnedBalances>(async users => {
      this.#awake.expect(users.length)
      try {
        return await this.#load(partnerId, users)
      } finally {
        this.#awake.come(users.length)
      }
    }, sharing)
    this.#reads.set(partnerId, made)
    return made
  }

  async #load(partnerId: string, users: readonly UserKey[]): Promise<readonly (OwnedBalances | undefined)[]> {
    const { sql, rates, settingOf } = this.#parts
    const ids = users.map(({ userId }) => userId)
    const [owners, sums, rateOf] = await ask(sql, balanceOwners(partnerId, ids), sumsOfOwners(partnerId, ids), rates)
    const setting = await settingOf(partnerId, rateOf)
    return users.map(({ userId, accounts }) => {
      const owner = owners.get(userId)
      return owner && { owner, balances: { accounts, sums: sums.get(userId) ?? [] }, setting }
    })
  }
}
