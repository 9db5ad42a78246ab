import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import { suspenderOf } from './suspender.ts'
import { suspend, type User } from './user.ts'

/** From now on everything outgoing of the user is refused; it still receives. Twice is once. P412. */
export async function suspendUser(work: Work, externalUserId: string): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  return changeUser(work, user, suspend(user, suspenderOf(work), work.now))
}
