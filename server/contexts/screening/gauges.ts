import type { Kernel } from '../../kit/kernel.ts'
import { countOpenHits } from './hit-store.ts'
import { findActiveLoads } from './load-store.ts'
import type { ScreenPerson } from './screen-person.ts'
import { findRunningSweeps } from './sweep-store.ts'

/** What somebody should look at when it grows. Read whenever the metrics are asked for. */
export function addScreeningGauges({ metrics, pool, clock }: Kernel): void {
  metrics.gauge('florin_screening_open_hits', 'Users who may be on a list and about whom nobody has decided', () =>
    countOpenHits(pool),
  )
  const oldestSeconds = async (times: readonly Date[]): Promise<number> => {
    const now = (await clock.now()).getTime()
    return times.reduce((most, at) => Math.max(most, (now - at.getTime()) / 1_000), 0)
  }
  metrics.gauge(
    'florin_screening_sweep_seconds',
    'Since when users are being compared anew after a list has changed; 0 when all are',
    async () => oldestSeconds((await findRunningSweeps(pool)).map(({ begunAt }) => begunAt)),
  )
  metrics.gauge(
    'florin_screening_oldest_list_seconds',
    'Age of the list that was not loaded for the longest time',
    async () => oldestSeconds((await findActiveLoads(pool)).map(({ begunAt }) => begunAt)),
  )
}

/** Counts comparisons by what came of them. */
export function countingScreenings({ metrics }: Kernel, screen: ScreenPerson): ScreenPerson {
  const screenings = metrics.counter('florin_screenings_total', 'People compared with the lists', ['outcome'])
  return async person => {
    const screening = await screen(person)
    screenings.inc({ outcome: screening.findings.length > 0 ? 'hit' : 'clear' })
    return screening
  }
}
