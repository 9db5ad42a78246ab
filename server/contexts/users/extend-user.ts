import { Problem } from '../../kit/problem.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { JobRequest } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { noteExtension } from '../limits/index.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import { extend, mustBeFree, needsProofOfAddress, type User } from './user.ts'

/**
 * Gives a verified user the extended tier; one that has it stays as it is. `follow`: what its higher limits make possible.
 * P412; P455; P459; where the country asks for a proof of address, P211 while one is under review and P460 while there is none
 * that was accepted.
 */
export async function extendUser(
  work: Work,
  externalUserId: string,
  follow: (user: User) => readonly JobRequest[],
): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  const decision = extend(user, work.now)
  if (decision === undefined) return user
  mustBeFree(user)
  if (needsProofOfAddress(user)) throw new Problem(user.poaStatus === 'WAITING' ? 'P211' : 'P460')
  const extended = await changeUser(work, user, decision)
  await noteExtension(work.sql, { partnerId: user.partnerId, ownerId: user.id, at: work.now })
  await commitEffects(work, [{ then: follow(extended) }])
  return extended
}
