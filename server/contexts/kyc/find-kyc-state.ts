import type { getKycStatus } from '@florin/contract/endpoints/kyc.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUser } from '../users/index.ts'
import { kycStateOf } from './case-view.ts'
import { openReasons } from './rejection-reasons.ts'
import { findLatestCase } from './store.ts'

/** How far the verification of a user is; undefined where there was never one. P412. */
export async function findKycState(
  work: Work,
  externalUserId: string,
): Promise<Answer<typeof getKycStatus> | undefined> {
  const user = await mustFindUser(work, externalUserId)
  const kycCase = await findLatestCase(work.sql, work.partnerId, user.id)
  if (kycCase === undefined) return undefined
  return kycStateOf({ kycCase, rejectionReasons: await openReasons(work, user.dataKeyId, kycCase) })
}
