import { LRUCache } from 'lru-cache'
import { Coalesced } from '../../kit/coalesce.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { type Balance, findBalancesOf } from '../ledger/index.ts'
import { findBalanceOwners } from './store.ts'
import type { User } from './user.ts'

/** What an answer with balances says of their owner. */
export type BalanceOwner = Pick<User, 'id' | 'model' | 'country' | 'poaStatus' | 'fiatStatus' | 'iban'>

export interface OwnedBalances {
  readonly owner: BalanceOwner
  readonly balances: readonly Balance[]
}

/** Reads balances, always from the database: reads that come together share two statements a partner. */
export class BalanceReader {
  readonly #kernel: Kernel
  readonly #reads = new LRUCache<string, Coalesced<string, OwnedBalances>>({ max: 1_000 })

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Undefined where the partner has no such user, or it was deleted. */
  find(partnerId: string, externalUserId: string): Promise<OwnedBalances | undefined> {
    const known = this.#reads.get(partnerId)
    if (known !== undefined) return known.find(externalUserId)
    const made = new Coalesced<string, OwnedBalances>(names => this.#load(partnerId, names))
    this.#reads.set(partnerId, made)
    return made.find(externalUserId)
  }

  async #load(partnerId: string, names: readonly string[]): Promise<ReadonlyMap<string, OwnedBalances>> {
    const { pool } = this.#kernel
    const owners = await findBalanceOwners(pool, partnerId, names)
    const balances = await findBalancesOf(
      pool,
      partnerId,
      owners.map(({ owner }) => owner.id),
    )
    return new Map(
      owners.map(({ externalUserId, owner }) => [externalUserId, { owner, balances: balances.get(owner.id) ?? [] }]),
    )
  }
}
