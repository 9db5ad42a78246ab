import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { lapse, noteReview, type User } from './user.ts'

/** The document of a verified user has expired: it must be verified anew. Without effect for any other. P412. */
export async function lapseUser(work: Work, userId: string): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, lapse(user, work.now))
}

/** Whether a person looks at the verification of a user. P412. */
export async function setReviewStatus(work: Work, userId: string, status: 'PENDING' | 'IN_REVIEW'): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, noteReview(user, status, work.now))
}
