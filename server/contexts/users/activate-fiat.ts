import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { findUserById } from './store.ts'
import { activate, type User } from './user.ts'

/**
 * The fiat balance of an approved user becomes ACTIVE, with its IBAN or, in a country without IBANs, null. Tells the
 * partner (`user.status`) once: a second call changes nothing, nor does one for a user that was deleted meanwhile.
 * Undefined when there is no such user.
 */
export async function activateFiat(work: Work, userId: string, iban: string | null): Promise<User | undefined> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  return user && changeUser(work, user, activate(user, iban, work.now))
}
