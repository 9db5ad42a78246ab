import type { Work } from '../../kit/work/work.ts'
import { isUndecided, type KycCase } from './kyc-case.ts'
import { findLatestCase } from './store.ts'

/** The verification of a user that nobody has decided yet; there is at most one. */
export async function findOpenCase(
  { sql }: Work,
  { partnerId, userId }: { readonly partnerId: string; readonly userId: string },
): Promise<KycCase | undefined> {
  const latest = await findLatestCase(sql, partnerId, userId)
  return latest && isUndecided(latest) ? latest : undefined
}
