import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Job } from '../../kit/jobs/store.ts'
import { type Kernel, reading, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { rescreenKind } from './load.ts'
import type { KnownSubject, People } from './people.ts'
import { recordScreening } from './record-screening.ts'
import type { Screening, ScreenPerson } from './screen-person.ts'
import { advanceSweep, type Sweep } from './sweep.ts'
import { findSweep, sweepStore } from './sweep-store.ts'

/** Users a transaction: about a second's work. */
const batchSize = 100
/** Comparisons at once, each on a connection of the pool for some milliseconds. */
const atOnce = 4

export interface RescreenParts {
  readonly kernel: Kernel
  readonly people: People
  readonly screen: ScreenPerson
}

/**
 * Compares every user anew after a list has changed, a batch a run. What is found and how far it has come are written
 * in one transaction, so that it goes on from there after a crash, and no user is left out or counted twice.
 */
export const rescreenJob = (parts: RescreenParts): JobHandler => ({
  kind: rescreenKind,
  async run(job) {
    const { number } = job.payload as { number: number }
    const sweep = await findSweep(parts.kernel.pool, number)
    if (sweep?.state !== 'RUNNING') return undefined
    const hasMore = await rescreenBatch(parts, sweep, job)
    return hasMore ? { againAt: await parts.kernel.clock.now() } : undefined
  },
})

async function rescreenBatch({ kernel, people, screen }: RescreenParts, sweep: Sweep, job: Job): Promise<boolean> {
  const origin = { actor: `job:${job.kind}`, partnerId: NIL_ID }
  const { subjects, next } = await people.list(await reading(kernel, origin), sweep.after ?? undefined, batchSize)
  const screenings = await screenAll(subjects, screen)
  return transact(kernel, origin, async work => {
    // A newer list, or another process whose lease was thought lost, may have moved it on in the meantime.
    const current = await findSweep(work.sql, sweep.number)
    if (current?.version !== sweep.version) return current?.state === 'RUNNING'
    let hits = 0
    for (const { subject, screening } of screenings) {
      const standing = await recordScreening({ ...work, partnerId: subject.partnerId }, people, subject, screening)
      hits += standing.length
    }
    await commit(work, sweepStore, advanceSweep(sweep, { users: subjects.length, hits, next }, work.now))
    return next !== undefined
  })
}

interface Screened {
  readonly subject: KnownSubject
  readonly screening: Screening
}

async function screenAll(subjects: readonly KnownSubject[], screen: ScreenPerson): Promise<Screened[]> {
  const screened: Screened[] = []
  const queue = subjects.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const subject of queue) screened.push({ subject, screening: await screen(subject.person) })
    }),
  )
  return screened
}
