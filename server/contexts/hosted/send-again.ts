import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findLivingVerification, verificationStore } from './store.ts'
import { type HostedVerification, reopen } from './verification.ts'
import type { Verifier } from './verifier.ts'

/**
 * Opens a link anew that has been submitted, where whoever decides has asked for better pictures. P445: nobody has, it
 * has expired, or there is a newer link.
 */
export async function sendAgain(
  work: Work,
  verifier: Pick<Verifier<unknown>, 'stateOf'>,
  verification: HostedVerification,
): Promise<HostedVerification> {
  if (verification.state === 'OPEN') return verification
  const kyc = await verifier.stateOf(work, verification.externalUserId)
  const isAsked = kyc?.status === 'PENDING' && kyc.rejectionReasons.length > 0
  const newer = await findLivingVerification(work.sql, verification.partnerId, verification.userId)
  const decision = isAsked && newer === undefined ? reopen(verification, work.now) : undefined
  if (decision === undefined) throw new Problem('P445', 'This link leads nowhere any more.')
  return commit(work, verificationStore, decision)
}
