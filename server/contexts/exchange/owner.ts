import type { AssetSlug } from '@florin/contract/assets.ts'
import { Problem } from '../../kit/problem.ts'
import { mustBeFree, type User } from '../users/index.ts'

/** Whose money is exchanged: a user, or the partner itself. */
export interface Owner {
  /** The user's id, or the partner's. */
  readonly id: string
  /** Null: the partner itself. */
  readonly externalUserId: string | null
}

/** What is asked of a user before it may exchange, and how it is refused: P459, P455, P487. */
export function assertMayExchange(user: User, pair: readonly AssetSlug[]): void {
  mustBeFree(user)
  if (pair.includes('eur') && user.fiatStatus !== 'ACTIVE') throw new Problem('P487')
}
