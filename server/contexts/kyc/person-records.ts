import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { RecordKeeper, User } from '../users/index.ts'
import { type CheckRow, findChecks } from './check-store.ts'
import { findFiles } from './file-store.ts'
import type { KycFile } from './kyc-file.ts'
import { findPoasOf } from './poa-store.ts'
import { openReasons } from './rejection-reasons.ts'
import { findCasesOf } from './store.ts'

/** Checks about somebody else's list: what they found is not told to the person. */
const untold = new Set(['sanctions'])

/** What the files of a person showed, and what was concluded from it, for the person; without reviewers' notes. */
export const kycRecords: readonly RecordKeeper[] = [
  {
    kind: 'verifications',
    records: async (work, user) =>
      Promise.all(
        (await findCasesOf(work.sql, user.partnerId, user.id)).map(async kycCase => ({
          caseId: kycCase.id,
          status: kycCase.state,
          documentType: kycCase.documentType,
          rejectionReasons: await openReasons(work, user.dataKeyId, kycCase),
          openedAt: kycCase.openedAt.toISOString(),
          decidedAt: kycCase.decidedAt?.toISOString() ?? null,
          checks: await checksOf(work, user, kycCase.id),
        })),
      ),
  },
  {
    kind: 'proofsOfAddress',
    records: async (work, user) =>
      Promise.all(
        (await findPoasOf(work.sql, user.partnerId, user.id)).map(async poa => ({
          poaId: poa.id,
          status: poa.state,
          submittedAt: poa.submittedAt.toISOString(),
          decidedAt: poa.decidedAt?.toISOString() ?? null,
          checks: await checksOf(work, user, poa.id),
        })),
      ),
  },
]

async function checksOf(work: Work, user: User, subjectId: string): Promise<Record<string, unknown>[]> {
  const checks = await findChecks(work.sql, user.partnerId, subjectId)
  return Promise.all(
    checks
      .filter(({ name }) => !untold.has(name))
      .map(async check => ({
        name: check.name,
        outcome: check.outcome,
        reasons: check.reasons,
        rulesVersion: check.rulesVersion,
        evidence: await evidenceOf(work, user, check),
        checkedAt: check.checkedAt.toISOString(),
      })),
  )
}

async function evidenceOf(work: Work, user: User, { sealedEvidence }: CheckRow): Promise<unknown> {
  try {
    return JSON.parse((await work.vault.open(user.partnerId, user.dataKeyId, sealedEvidence)).toString())
  } catch (error) {
    if (error instanceof Erased) return null
    throw error
  }
}

/** The files that are still kept of a person, oldest first. */
export const findKeptFiles = async (work: Work, user: User): Promise<KycFile[]> =>
  (await findFiles(work.sql, user.partnerId, user.id)).filter(({ erasedAt }) => erasedAt === null)
