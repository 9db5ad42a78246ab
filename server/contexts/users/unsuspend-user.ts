import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import { suspenderOf } from './suspender.ts'
import { type User, unsuspend } from './user.ts'

/** The user is again what it was before its suspension; a partner cannot lift one that the operator ordered. P412. */
export async function unsuspendUser(work: Work, externalUserId: string): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  return changeUser(work, user, unsuspend(user, suspenderOf(work), work.now))
}
