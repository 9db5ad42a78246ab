import { endpoints, operatorEndpoints } from '@florin/contract/index.ts'
import type { Config } from './config.ts'
import { makePartnerGate, PartnerDirectory, seedSandbox } from './contexts/partners/index.ts'
import type { LookAhead } from './kit/clock/advance.ts'
import type { Gate, Handlers } from './kit/http/call.ts'
import type { RequestRecord } from './kit/http/listen.ts'
import type { JobHandler } from './kit/jobs/runner.ts'
import { jobsOutlook } from './kit/jobs/store.ts'
import type { Kernel } from './kit/kernel.ts'
import type { Singleton } from './kit/lease.ts'
import type { Resources } from './resources.ts'

/** A job that an event of another context starts, in the commit that emits it. */
export interface Reaction extends JobHandler {
  readonly on: string
}

/** Everything that the roles run. The composition root is the one place that knows all contexts and rails. */
export interface App {
  readonly gate: Gate
  readonly handlers: Partial<Handlers<typeof endpoints>>
  readonly operatorGate: Gate
  readonly operatorHandlers: Partial<Handlers<typeof operatorEndpoints>>
  readonly jobs: readonly JobHandler[]
  /** Jobs of the simulated rails: the `simulators` role. */
  readonly simulatorJobs: readonly JobHandler[]
  readonly singletons: readonly Singleton[]
  readonly lookAheads: readonly LookAhead[]
  readonly onAnswered: (record: RequestRecord) => void
  /** Seeds and warms; called once before the roles start. */
  prepare(): Promise<void>
  stop(): Promise<void>
}

const nobody: Gate = { admit: () => Promise.resolve('xo1') }

export function compose(resources: Resources, config: Config): App {
  const kernel: Kernel = resources.kernel
  const directory = new PartnerDirectory(kernel)
  const gate = makePartnerGate(kernel, directory)
  const reactions: Reaction[] = []
  for (const { on, kind } of reactions) (resources.listeners[on] ??= []).push(kind)
  return {
    gate,
    handlers: {},
    operatorGate: nobody,
    operatorHandlers: {},
    jobs: [...reactions],
    simulatorJobs: [],
    singletons: [],
    lookAheads: [now => jobsOutlook(kernel.pool, now)],
    onAnswered: () => undefined,
    async prepare() {
      await resources.listener.listen('partners', () => directory.look())
      if (kernel.environment === 'sandbox') await seedDemo(kernel, config)
    },
    stop: () => gate.stop(),
  }
}

/** The partners of the sandbox. A key that was made is printed: it is kept nowhere that a newcomer would look. */
async function seedDemo(kernel: Kernel, config: Config): Promise<void> {
  const seeded = await seedSandbox(kernel, {
    kycKey: config.DEMO_API_KEY?.reveal(),
    noKycKey: config.DEMO_NO_KYC_API_KEY?.reveal(),
    sepaLoop: config.DEMO_SEPA_LOOP,
    dataDir: config.DATA_DIR,
  })
  for (const { partner, apiKey, isMade } of seeded) {
    if (isMade) kernel.log.info({ partnerId: partner.id }, `The key of "${partner.name}" is ${apiKey}`)
  }
}
