import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Kernel } from '../../kit/kernel.ts'

const atOnce = 500

/** Looks every hour whether a former master key still wraps data keys, and wraps these by the current one. */
export const wrapKeysJob = (kernel: Kernel): JobHandler => ({
  kind: 'users.wrap-keys',
  periodic: { everyMs: 3_600_000 },
  async run() {
    let count = 0
    for (let done = atOnce; done === atOnce; count += done) done = await kernel.vault.wrapAnew(atOnce)
    if (count > 0) kernel.log.info({ count }, 'Data keys are wrapped by the current master key')
  },
})
