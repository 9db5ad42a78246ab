import type { JobRequest } from '../../kit/work/decision.ts'
import { setOf } from './current-files.ts'
import type { KycCase } from './kyc-case.ts'
import type { KycFile } from './kyc-file.ts'

export const checkCaseKind = 'kyc.check-case'

/** The checks of a case over the files that are there now: once for each set of files. */
export const checkCaseJob = (kycCase: KycCase, files: readonly KycFile[]): JobRequest => ({
  kind: checkCaseKind,
  key: `${kycCase.id}/${kycCase.version}/${setOf(files)}`,
  payload: { caseId: kycCase.id, files: setOf(files) },
})
