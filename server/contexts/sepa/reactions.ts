import type { Job } from '../../kit/jobs/store.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { allotIban } from './allot-iban.ts'
import { reviewJob, type SuspensePatience } from './deposit.ts'
import type { IbanRange } from './iban.ts'
import { reviewSuspense } from './review-suspense.ts'

/** What SEPA does when something happens to a user. */
export function sepaReactions(kernel: Kernel, range: IbanRange | undefined, patience: SuspensePatience) {
  const onUser = (on: string, kind: string, act: (work: Work, userId: string) => Promise<void>) => ({
    on,
    kind,
    async run(job: Job): Promise<void> {
      const { subject } = job.payload as { subject: string }
      const origin = { actor: `job:${job.kind}`, partnerId: job.partnerId, ...(job.cause ? { cause: job.cause } : {}) }
      await transact(kernel, origin, work => act(work, subject))
    },
  })
  return [
    onUser('kyc.status', 'sepa.allot-iban', (work, userId) => allotIban(work, userId, range)),
    onUser('user.status', reviewJob, (work, userId) => reviewSuspense(work, userId, patience)),
  ]
}
