import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { reject, type User } from './user.ts'

/** The identity of a user is not established. A new verification may follow. Without effect when it already was. P412. */
export async function rejectUser(work: Work, userId: string): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, reject(user, work.now))
}
