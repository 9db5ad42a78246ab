import type { Job } from '../../kit/jobs/store.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { retainFiles } from './erase-files.ts'
import { expireCase } from './expire-case.ts'

/** What verification does when something happens to a user. */
export const kycReactions = (kernel: Kernel) => [
  {
    on: 'user.status',
    kind: 'kyc.expire-case',
    async run(job: Job): Promise<void> {
      const { subject } = job.payload as { subject: string }
      const origin = { actor: `job:${job.kind}`, partnerId: job.partnerId, ...(job.cause ? { cause: job.cause } : {}) }
      await transact(kernel, origin, async work => {
        await expireCase(work, subject)
        await retainFiles(work, subject)
      })
    },
  },
]
