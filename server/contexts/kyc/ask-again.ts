import { invalidField } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUserById, setReviewStatus } from '../users/index.ts'
import { mustFindOpen } from './claim-case.ts'
import type { DecidedCase } from './decide-case.ts'
import { ask } from './kyc-case.ts'
import { sealReasons } from './rejection-reasons.ts'
import { caseStore } from './store.ts'

/**
 * The partner is asked to send something again, for these reasons; new files are then checked as the first ones were.
 * P445; P403: the case is not in review, or another operator has it.
 */
export async function askAgain(
  work: Work,
  { caseId, reasons }: { readonly caseId: string; readonly reasons: readonly string[] },
): Promise<DecidedCase> {
  const kycCase = await mustFindOpen(work, caseId)
  if (kycCase.state !== 'IN_REVIEW') throw invalidField('caseId', 'is not in review')
  const own: Work = { ...work, partnerId: kycCase.partnerId }
  const user = await mustFindUserById(own, kycCase.userId)
  await setReviewStatus(own, user.id, 'PENDING')
  const sealedReasons = await sealReasons(own, user.dataKeyId, reasons)
  const asked = await commit(own, caseStore, ask(kycCase, user.dataKeyId, { reasons, sealedReasons }, work.now))
  return { kycCase: asked, rejectionReasons: reasons }
}
