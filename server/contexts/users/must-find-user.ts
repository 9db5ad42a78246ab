import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUser, findUserById } from './store.ts'
import type { User } from './user.ts'

/** The living user that the partner calls so; P412 otherwise. */
export async function mustFindUser(work: Work, externalUserId: string): Promise<User> {
  const user = await findUser(work.sql, work.partnerId, externalUserId)
  if (user === undefined) throw new Problem('P412')
  return user
}

/** The living user of an id; P412 otherwise. */
export async function mustFindUserById(work: Work, userId: string): Promise<User> {
  const user = await findUserById(work.sql, work.partnerId, userId)
  if (user === undefined || user.stage === 'DELETED') throw new Problem('P412')
  return user
}
