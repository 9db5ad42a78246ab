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
 * Reads balances, always from the database. Reads that come together share a statement, whosever they are: owners,
 * balances and rates are of one moment.
 */
export class BalanceReader {
  readonly #parts: BalanceReaderParts
  readonly #awake = new Awake()
  readonly #reads = new Coalesced<UserKey, OwnedBalances>(users => this.#loadAwake(users), sharing)

  constructor(parts: BalanceReaderParts) {
    this.#parts = parts
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<OwnedBalances | undefined> {
    const user = this.#parts.users.find(partnerId, externalUserId)
    return user instanceof Promise ? user.then(found => found && this.#reads.find(found)) : this.#reads.find(user)
  }

  async #loadAwake(users: readonly UserKey[]): Promise<readonly (OwnedBalances | undefined)[]> {
    this.#awake.expect(users.length)
    try {
      return await this.#load(users)
    } finally {
      this.#awake.come(users.length)
    }
  }

  async #load(users: readonly UserKey[]): Promise<readonly (OwnedBalances | undefined)[]> {
    const { sql, rates } = this.#parts
    const rows = users.map(({ partnerId, userId }) => ({ partnerId, id: userId }))
    const [owners, sums, rateOf] = await ask(sql, balanceOwners(rows), sumsOfOwners(rows), rates)
    const settings = await this.#settingsOf(users, rateOf)
    return users.map(({ partnerId, userId, accounts }) => {
      const [owner, setting] = [owners.get(userId), settings.get(partnerId)]
      return owner && setting && { owner, balances: { accounts, sums: sums.get(userId) ?? [] }, setting }
    })
  }

  /** By partner. */
  async #settingsOf(users: readonly UserKey[], rateOf: RateOf): Promise<ReadonlyMap<string, PairSetting>> {
    const settings = new Map<string, PairSetting>()
    for (const { partnerId } of users) {
      if (!settings.has(partnerId)) settings.set(partnerId, await this.#parts.settingOf(partnerId, rateOf))
    }
    return settings
  }
}
