import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Job } from '../../kit/jobs/store.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { Origin } from '../../kit/work/work.ts'
import { lapseCaseKind } from './approve-case.ts'
import { checkCaseKind } from './check-case-job.ts'
import { checkPoa, checkPoaKind } from './check-poa.ts'
import { eraseFilesJob } from './erase-files.ts'
import { lapseCase } from './lapse-case.ts'
import { type CheckParts, runChecks } from './run-checks.ts'

const originOf = (job: Job): Origin => ({
  actor: `job:${job.kind}`,
  partnerId: job.partnerId,
  ...(job.cause ? { cause: job.cause } : {}),
})

/** Reading takes up to a minute for each file; a process that dies gives its job back after this. */
const checkLeaseMs = 180_000

/** What verification does by itself: checks, expiry of documents, erasure. */
export const kycJobs = (kernel: Kernel, parts: CheckParts): readonly JobHandler[] => [
  {
    kind: checkCaseKind,
    leaseMs: checkLeaseMs,
    run: job => runChecks(kernel, parts, originOf(job), (job.payload as { caseId: string }).caseId),
  },
  {
    kind: lapseCaseKind,
    run: job => transact(kernel, originOf(job), work => lapseCase(work, (job.payload as { caseId: string }).caseId)),
  },
  {
    kind: checkPoaKind,
    leaseMs: checkLeaseMs,
    run: job => checkPoa(kernel, parts, originOf(job), (job.payload as { poaId: string }).poaId),
  },
  eraseFilesJob(kernel, parts.store),
]
