import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import { type User, unsuspend } from './user.ts'

/** The user is again what it was before its suspension. Twice is once. P412. */
export async function unsuspendUser(work: Work, externalUserId: string): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  return changeUser(work, user, unsuspend(user, work.now))
}
