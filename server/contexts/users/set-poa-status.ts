import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { notePoa, type PoaStatus, type User } from './user.ts'

/** How far the proof of address of a user is; what decides it tells the partner. P412. */
export async function setPoaStatus(work: Work, userId: string, status: PoaStatus): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, notePoa(user, status, work.now))
}
