import type { JobHandler } from '../jobs/runner.ts'
import type { Kernel } from '../kernel.ts'
import { pruneAnswers } from './store.ts'

/** Idempotency keys are promised for 7 days; a day more is for clocks and retries that disagree. */
const keptMs = 8 * 86_400_000

/** Forgets old idempotency keys, a slice at a time, so that no statement holds on for long. */
export const forgetAnswers = (kernel: Kernel): JobHandler => ({
  kind: 'work.forget-answers',
  periodic: { everyMs: 3_600_000 },
  async run() {
    const before = new Date((await kernel.clock.now()).getTime() - keptMs)
    while (await pruneAnswers(kernel.pool, before)) continue
  },
})
