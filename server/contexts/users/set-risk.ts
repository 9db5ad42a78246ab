import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import { mustFindUserById } from './must-find-user.ts'
import { type RiskLevel, rateRisk, type User } from './user.ts'

/** How the operator sees a person; what follows from it is a rule of verification. Twice is once. P412. */
export async function setRisk(
  work: Work,
  { userId, risk }: { readonly userId: string; readonly risk: RiskLevel },
): Promise<User> {
  const user = await mustFindUserById(work, userId)
  return changeUser(work, user, rateRisk(user, risk, work.now))
}
