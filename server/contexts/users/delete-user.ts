import { Problem } from '../../kit/problem.ts'
import { scheduleDestruction } from '../../kit/vault-store.ts'
import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import { destroyAfter } from './retention.ts'
import { remove, type User } from './user.ts'

/** A context above says whether something of the user is still alive there: a card, a payment under way. */
export type DeletionVeto = (work: Work, user: User) => Promise<boolean>

/**
 * Ends the partner's access to a user at once: the accounts are closed, nobody is found by personal data, and the data
 * key is destroyed when the law allows. P412; P486: a balance or hold is not zero, or a context above vetoes.
 */
export async function deleteUser(
  work: Work,
  externalUserId: string,
  vetoes: readonly DeletionVeto[] = [],
): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  const deleted = await changeUser(work, user, remove(user, work.now))
  // Asked when the accounts are closed: what could give the user something new is refused by then.
  for (const veto of vetoes) if (await veto(work, user)) throw new Problem('P486')
  await scheduleDestruction(work.sql, user.partnerId, user.dataKeyId, destroyAfter(user, work.now))
  return deleted
}
