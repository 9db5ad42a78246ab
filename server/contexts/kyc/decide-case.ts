import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { needsSecond, refuseClaimed } from '../review/index.ts'
import { beginVerification, mustFindUserById, rejectUser, type User } from '../users/index.ts'
import { approveCase } from './approve-case.ts'
import { approveFirst, isUndecided, type KycCase, reject, type Verdict } from './kyc-case.ts'
import { openCase } from './open-case.ts'
import { openReasons, sealReasons } from './rejection-reasons.ts'
import { caseStore, findCase, findLatestCase } from './store.ts'

export interface Ruling {
  readonly decision: Verdict
  /** Shown to the partner; only a rejection has any. */
  readonly reasons?: readonly string[] | undefined
}

/** A case with why it was rejected, in clear. */
export interface DecidedCase {
  readonly kycCase: KycCase
  readonly rejectionReasons: readonly string[]
}

/**
 * Decides the verification of a user by hand; where the user has none yet, it is opened first. The same verdict again
 * changes nothing. P412; P445: the latest one is decided otherwise, so a new verification must be started.
 */
export async function decideCase(work: Work, { userId, ...ruling }: Ruling & { userId: string }): Promise<DecidedCase> {
  const user = await mustFindUserById(work, userId)
  const latest = await findLatestCase(work.sql, work.partnerId, userId)
  if (latest !== undefined) return decide(work, user, latest, ruling)
  const begun = await beginVerification(work, user, {})
  return decide(work, begun, await openCase(work, begun, { documentType: null, challenge: null }), ruling)
}

/** As `decideCase`, by the id of a case of any partner, for the operator: a high risk waits for a second one's approval.
 * P445: there is no such case, or it is decided otherwise; P412; P403: somebody else has claimed it. */
export async function decideCaseById(
  work: Work,
  { caseId, ...ruling }: Ruling & { caseId: string },
): Promise<DecidedCase> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase === undefined) throw new Problem('P445')
  const own: Work = { ...work, partnerId: kycCase.partnerId }
  if (isUndecided(kycCase)) refuseClaimed(kycCase, work.actor, 'caseId')
  return decide(own, await mustFindUserById(own, kycCase.userId), kycCase, ruling)
}

async function decide(
  work: Work,
  user: User,
  kycCase: KycCase,
  { decision, reasons = [] }: Ruling,
): Promise<DecidedCase> {
  const { dataKeyId } = user
  if (!isUndecided(kycCase)) {
    if (kycCase.state !== decision)
      throw new Problem('P445', 'The verification is decided otherwise. Start a new verification.')
    return { kycCase, rejectionReasons: await openReasons(work, dataKeyId, kycCase) }
  }
  if (decision === 'APPROVED') {
    if (needsSecond(kycCase, [kycCase.risk, user.risk], work.actor))
      return { kycCase: await approveOnce(work, kycCase), rejectionReasons: [] }
    return { kycCase: await approveCase(work, user, kycCase), rejectionReasons: [] }
  }
  await rejectUser(work, user.id)
  const sealedReasons = await sealReasons(work, dataKeyId, reasons)
  const rejected = reject(kycCase, dataKeyId, { reasons, sealedReasons }, work.now)
  return { kycCase: await commit(work, caseStore, rejected), rejectionReasons: reasons }
}

/** The same operator's approval counts once. */
const approveOnce = (work: Work, kycCase: KycCase): Promise<KycCase> =>
  kycCase.approvedBy === work.actor
    ? Promise.resolve(kycCase)
    : commit(work, caseStore, approveFirst(kycCase, work.actor, work.now))
