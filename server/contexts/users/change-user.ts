import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { setAccountState } from '../ledger/index.ts'
import { userStore } from './store.ts'
import { accountStatesOf, type User } from './user.ts'

/**
 * Writes a decision about a user and brings the accounts into the states that follow from it. Without a decision the
 * user stays as it is. P486: the accounts must be closed, and one is not empty.
 */
export async function changeUser(work: Work, user: User, decision: Decision<User> | undefined): Promise<User> {
  if (decision === undefined) return user
  const next = await commit(work, userStore, decision)
  const before = accountStatesOf(user)
  const after = accountStatesOf(next)
  if (before.crypto === after.crypto && before.eur === after.eur) return next
  const owner = { partnerId: user.partnerId, ownerId: user.id }
  const isDone = await setAccountState(work.sql, { ...owner, state: after.crypto })
  if (!isDone) throw new Problem('P486')
  if (after.eur !== after.crypto) await setAccountState(work.sql, { ...owner, state: after.eur, asset: 'eur' })
  return next
}
