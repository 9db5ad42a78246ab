import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { getKycCase } from '@florin/contract/operator/kyc-cases.ts'
import { Problem } from '../../kit/problem.ts'
import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import { readNotes } from '../review/index.ts'
import { findUserById } from '../users/index.ts'
import { caseView } from './case-view.ts'
import { findChecks } from './check-store.ts'
import { currentFiles } from './current-files.ts'
import { findFiles } from './file-store.ts'
import type { KycPart } from './kyc-file.ts'
import { openReasons } from './rejection-reasons.ts'
import { findCase } from './store.ts'

/** What is shown of a case; whether a list names the person is asked elsewhere. */
export type CaseFile = Omit<Answer<typeof getKycCase>, 'hits'>

/** A case with everything that it was decided on, in clear as long as the person is not erased. P445. */
export async function showCase(work: Work, caseId: string): Promise<CaseFile> {
  const kycCase = await findCase(work.sql, caseId)
  const user = kycCase && (await findUserById(work.sql, kycCase.partnerId, kycCase.userId))
  if (kycCase === undefined || user === undefined) throw new Problem('P445')
  const { partnerId, dataKeyId } = user
  const open = async (sealed: Buffer): Promise<string | undefined> => {
    try {
      return (await work.vault.open(partnerId, dataKeyId, sealed)).toString()
    } catch (error) {
      if (error instanceof Erased) return undefined
      throw error
    }
  }
  const files = (await findFiles(work.sql, partnerId, user.id)).filter(file => file.part !== 'ADDRESS')
  const current = new Set([...currentFiles(files).values()].map(({ id }) => id))
  const checks = await findChecks(work.sql, partnerId, caseId)
  const notes = await readNotes(work, { partnerId, subjectId: caseId, dataKeyId })
  return {
    ...caseView({ kycCase, rejectionReasons: await openReasons(work, dataKeyId, kycCase) }),
    files: files.map(({ id, part, mediaType, createdAt }) => ({
      fileId: id,
      part: part as KycPart,
      mediaType,
      isCurrent: current.has(id),
      createdAt: createdAt.toISOString(),
    })),
    checks: await Promise.all(
      checks.map(async ({ name, outcome, reasons, risk, rulesVersion, sealedEvidence, checkedAt }) => ({
        name,
        outcome,
        reasons: [...reasons],
        risk,
        rulesVersion,
        evidence: JSON.parse((await open(sealedEvidence)) ?? 'null') as Record<string, unknown> | null,
        checkedAt: checkedAt.toISOString(),
      })),
    ),
    notes: notes.map(({ writtenAt, ...note }) => ({ ...note, writtenAt: writtenAt.toISOString() })),
  }
}
