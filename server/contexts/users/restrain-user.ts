import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { release, restrain, type User } from './user.ts'

/** Holds a user while it may be somebody on a sanctions list, or lets it go. Twice is once. P412. */
export async function restrainUser(
  work: Work,
  { userId, isHeld }: { readonly userId: string; readonly isHeld: boolean },
): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, isHeld ? restrain(user, work.now) : release(user, work.now))
}
