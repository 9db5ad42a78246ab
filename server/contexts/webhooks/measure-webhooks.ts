import type { Kernel } from '../../kit/kernel.ts'
import { type Lag, measureLag } from './delivery-store.ts'

/** Several gauges are read at once: they share one look at the tables. */
const keptMs = 1_000

/** Says how far delivery is behind: `florin_webhooks_*`. */
export function measureWebhooks({ metrics, pool, clock }: Pick<Kernel, 'metrics' | 'pool' | 'clock'>): void {
  let lag: Promise<Lag> | undefined
  const look = (): Promise<Lag> => {
    if (lag === undefined) {
      lag = measureLag(pool)
      setTimeout(() => (lag = undefined), keptMs).unref()
    }
    return lag
  }
  const gauge = (name: string, help: string, read: (lag: Lag) => number | Promise<number>): void =>
    metrics.gauge(`florin_webhooks_${name}`, help, async () => read(await look()))
  gauge('unnumbered', 'Events without a number yet', it => it.unnumbered)
  gauge('due', 'Deliveries to be made or tried again', it => it.due)
  gauge('behind', 'Deliveries that wait for an earlier event of their subject', it => it.behind)
  gauge('undelivered', 'Deliveries given up after three days', it => it.undelivered)
  gauge('failing_endpoints', 'Endpoints whose last attempts failed', it => it.failingEndpoints)
  gauge('oldest_age_seconds', 'Age of the oldest delivery that is still under way', async ({ oldestSince }) =>
    oldestSince === undefined ? 0 : Math.max(0, (await clock.now()).getTime() - oldestSince.getTime()) / 1000,
  )
}
