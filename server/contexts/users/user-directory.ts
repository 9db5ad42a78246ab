import { LRUCache } from 'lru-cache'
import type { Kernel } from '../../kit/kernel.ts'
import { findBalances } from '../ledger/index.ts'
import { findUser } from './store.ts'

/** What never changes about a user once it exists. */
export interface UserKey {
  readonly userId: string
  readonly externalUserId: string
  readonly dataKeyId: string
  /** Asset → account id. */
  readonly accounts: ReadonlyMap<string, string>
}

/** About 1.5 kB each. */
const keysMax = 20_000

/**
 * Finds who an externalUserId is, without asking the database twice. Safe for ever, because an externalUserId is never
 * given again; a user that was deleted meanwhile is refused by the posting function, whose accounts are closed.
 */
export class UserDirectory {
  readonly #kernel: Kernel
  readonly #keys = new LRUCache<string, UserKey>({ max: keysMax })

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  async find(partnerId: string, externalUserId: string): Promise<UserKey | undefined> {
    const name = `${partnerId}/${externalUserId}`
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const { pool } = this.#kernel
    const user = await findUser(pool, partnerId, externalUserId)
    if (user === undefined) return undefined
    const balances = await findBalances(pool, partnerId, user.id)
    const key: UserKey = {
      userId: user.id,
      externalUserId,
      dataKeyId: user.dataKeyId,
      accounts: new Map(balances.map(({ asset, accountId }) => [asset, accountId])),
    }
    this.#keys.set(name, key)
    return key
  }
}
