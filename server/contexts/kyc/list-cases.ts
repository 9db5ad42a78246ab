import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUserById } from '../users/index.ts'
import type { DecidedCase } from './decide-case.ts'
import type { KycCase } from './kyc-case.ts'
import { openReasons } from './rejection-reasons.ts'
import { findCases } from './store.ts'

export interface CaseQuery {
  readonly status?: string | undefined
  readonly risk?: string | undefined
  /** Null: claimed by nobody. */
  readonly claimedBy?: string | null | undefined
  readonly partnerId?: string | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** Verifications of all partners or of one, newest first, for the operator. P403: a cursor that is none of ours. */
export async function listCases(
  work: Work,
  { status, partnerId, risk, claimedBy, ...page }: CaseQuery,
): Promise<Listed<DecidedCase>> {
  const { items, nextCursor } = await listPage<KycCase, string>(page, byId, (limit, before) =>
    findCases(work.sql, { partnerId, state: status, risk, claimedBy, before, limit }),
  )
  return { items: await Promise.all(items.map(kycCase => withReasons(work, kycCase))), nextCursor }
}

async function withReasons(work: Work, kycCase: KycCase): Promise<DecidedCase> {
  if (kycCase.sealedReasons === null) return { kycCase, rejectionReasons: [] }
  const user = await findUserById(work.sql, kycCase.partnerId, kycCase.userId)
  return { kycCase, rejectionReasons: user === undefined ? [] : await openReasons(work, user.dataKeyId, kycCase) }
}
