import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { getKycCase } from '@florin/contract/operator/kyc-cases.ts'
import type { Work } from '../../kit/work/work.ts'
import type { ReviewSubject } from '../review/index.ts'
import { findChecks } from './check-store.ts'

/** What every check of a case or a proof of address saw; the evidence is null once the person is erased. */
export async function readChecks(
  work: Work,
  { partnerId, subjectId, dataKeyId }: ReviewSubject,
): Promise<Answer<typeof getKycCase>['checks']> {
  const checks = await findChecks(work.sql, partnerId, subjectId)
  return Promise.all(
    checks.map(async ({ name, outcome, reasons, risk, rulesVersion, sealedEvidence, checkedAt }) => ({
      name,
      outcome,
      reasons: [...reasons],
      risk,
      rulesVersion,
      evidence: (await work.vault.openJson<Record<string, unknown>>(partnerId, dataKeyId, sealedEvidence)) ?? null,
      checkedAt: checkedAt.toISOString(),
    })),
  )
}
