import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { lapseUser, mustFindUserById } from '../users/index.ts'
import { lapse } from './kyc-case.ts'
import { caseStore, findCase, findLatestCase } from './store.ts'

/**
 * The document of an approved case has expired: the user must be verified anew. Without effect when a later case has
 * taken its place, or the user is gone.
 */
export async function lapseCase(work: Work, caseId: string): Promise<void> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase?.state !== 'APPROVED') return
  const latest = await findLatestCase(work.sql, kycCase.partnerId, kycCase.userId)
  if (latest?.id !== kycCase.id) return
  const user = await mustFindUserById(work, kycCase.userId).catch(() => undefined)
  if (user === undefined) return
  await lapseUser(work, user.id)
  await commit(work, caseStore, lapse(kycCase, user.dataKeyId, work.now))
}
