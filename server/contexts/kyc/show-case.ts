import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { getKycCase } from '@florin/contract/operator/kyc-cases.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { noteView, readNotes } from '../review/index.ts'
import { findUserById } from '../users/index.ts'
import { caseView } from './case-view.ts'
import { currentFiles } from './current-files.ts'
import { findFiles } from './file-store.ts'
import type { KycPart } from './kyc-file.ts'
import { readChecks } from './read-checks.ts'
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
  const files = (await findFiles(work.sql, partnerId, user.id)).filter(file => file.part !== 'ADDRESS')
  const current = new Set([...currentFiles(files).values()].map(({ id }) => id))
  const subject = { partnerId, subjectId: caseId, dataKeyId }
  const notes = await readNotes(work, subject)
  return {
    ...caseView({ kycCase, rejectionReasons: await openReasons(work, dataKeyId, kycCase) }),
    files: files.map(({ id, part, mediaType, createdAt }) => ({
      fileId: id,
      part: part as KycPart,
      mediaType,
      isCurrent: current.has(id),
      createdAt: createdAt.toISOString(),
    })),
    checks: await readChecks(work, subject),
    notes: notes.map(noteView),
  }
}
