import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { pruneLog } from './request-log-store.ts'

const keptMs = 30 * 86_400_000
const everyMs = 3_600_000

/** Forgets, every hour, the requests that are older than 30 days. */
export const pruneRequests = (kernel: Kernel): JobHandler => ({
  kind: 'partners.prune-requests',
  periodic: { everyMs },
  async run() {
    const before = new Date((await kernel.clock.now()).getTime() - keptMs)
    while (await pruneLog(kernel.pool, before)) continue
  },
})
