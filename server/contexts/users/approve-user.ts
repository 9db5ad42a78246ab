import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { approve, type User } from './user.ts'

/** The identity of a user is established: its crypto accounts open. Without effect when it already was. P412. */
export async function approveUser(work: Work, userId: string): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, approve(user, work.now))
}
