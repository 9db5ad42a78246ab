import { isServed } from '@florin/contract/countries.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUser } from './must-find-user.ts'
import type { PersonalData } from './personal-data.ts'
import { changedFields, merge, refuseIdentityChange } from './personal-data-change.ts'
import { readPersonalData } from './read-personal-data.ts'
import { sealRevision } from './seal-revision.ts'
import { revise, type User } from './user.ts'

/**
 * Changes what is known of a user: contact and address at any time, what identifies the person only while no
 * verification has begun. Fields that are absent or equal change nothing. P412, P431, P403 naming the fields.
 */
export async function updateUser(
  work: Work,
  { externalUserId, change }: { externalUserId: string; change: PersonalData },
): Promise<User> {
  const user = await mustFindUser(work, externalUserId)
  const known = (await readPersonalData(work, user)) ?? {}
  const fields = changedFields(known, change)
  if (fields.length === 0) return user
  if (fields.includes('country') && !isServed(change.country ?? '')) throw new Problem('P431')
  refuseIdentityChange(user, fields)
  return changeUser(work, user, revise(user, await sealRevision(work, user, merge(known, change)), work.now))
}
