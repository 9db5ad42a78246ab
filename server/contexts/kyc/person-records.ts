import type { Work } from '../../kit/work/work.ts'
import type { RecordKeeper, User } from '../users/index.ts'
import { findFiles } from './file-store.ts'
import type { KycFile } from './kyc-file.ts'
import { findPoasOf } from './poa-store.ts'
import { readChecks } from './read-checks.ts'
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
  const checks = await readChecks(work, { partnerId: user.partnerId, subjectId, dataKeyId: user.dataKeyId })
  // How great a risk a check sees is for reviewers.
  return checks
    .filter(({ name }) => !untold.has(name))
    .map(({ name, outcome, reasons, rulesVersion, evidence, checkedAt }) => ({
      name,
      outcome,
      reasons,
      rulesVersion,
      evidence,
      checkedAt,
    }))
}

/** The files that are still kept of a person, oldest first. */
export const findKeptFiles = async (work: Work, user: User): Promise<KycFile[]> =>
  (await findFiles(work.sql, user.partnerId, user.id)).filter(({ erasedAt }) => erasedAt === null)
