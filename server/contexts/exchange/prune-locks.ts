import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { deleteLocksBefore } from './lock-store.ts'

const HOUR_MS = 3_600_000

/** So long a used or expired lock is still known as such; afterwards it is as if it had never been. */
const KEPT_MS = 24 * HOUR_MS

/** The job that deletes locks a day after their expiry. What was exchanged keeps everything that it needs of them. */
export const pruneLocks = (kernel: Kernel): JobHandler => ({
  kind: 'exchange.prune-locks',
  periodic: { everyMs: HOUR_MS },
  async run() {
    const now = await kernel.clock.now()
    const before = new Date(now.getTime() - KEPT_MS)
    while (await deleteLocksBefore(kernel.pool, before));
  },
})
