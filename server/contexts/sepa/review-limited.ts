import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { JobRequest } from '../../kit/work/decision.ts'
import type { SuspensePatience } from './deposit.ts'
import { findLimitedOwners } from './deposit-store.ts'
import { reviewSuspense } from './review-suspense.ts'

const kind = 'sepa.review-limited'

/** To be committed with a change of the partner's limits, by what names it: what was too much may fit from `dueAt` on. */
export const limitedReviewRequest = (key: string, dueAt: Date): JobRequest => ({ kind, key, payload: {}, dueAt })

/** Looks again at all that rests in suspense of a partner because limits were too low. */
export const reviewLimitedJob = (kernel: Kernel, patience: SuspensePatience): JobHandler => ({
  kind,
  async run({ partnerId }) {
    for (const ownerId of await findLimitedOwners(kernel.pool, partnerId)) {
      await transact(kernel, { actor: `job:${kind}`, partnerId }, work => reviewSuspense(work, ownerId, patience))
    }
  },
})
