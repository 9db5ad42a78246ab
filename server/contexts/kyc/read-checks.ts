import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { getKycCase } from '@florin/contract/operator/kyc-cases.ts'
import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import { findChecks } from './check-store.ts'

export interface CheckedSubject {
  readonly partnerId: string
  /** The case, or the proof of address. */
  readonly subjectId: string
  readonly dataKeyId: string
}

/** What every check saw; the evidence is null once the person is erased. */
export async function readChecks(
  work: Work,
  { partnerId, subjectId, dataKeyId }: CheckedSubject,
): Promise<Answer<typeof getKycCase>['checks']> {
  const open = async (sealed: Buffer): Promise<Record<string, unknown> | null> => {
    try {
      return JSON.parse((await work.vault.open(partnerId, dataKeyId, sealed)).toString()) as Record<string, unknown>
    } catch (error) {
      if (error instanceof Erased) return null
      throw error
    }
  }
  const checks = await findChecks(work.sql, partnerId, subjectId)
  return Promise.all(
    checks.map(async ({ name, outcome, reasons, risk, rulesVersion, sealedEvidence, checkedAt }) => ({
      name,
      outcome,
      reasons: [...reasons],
      risk,
      rulesVersion,
      evidence: await open(sealedEvidence),
      checkedAt: checkedAt.toISOString(),
    })),
  )
}
