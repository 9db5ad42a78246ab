import { setTimeout as pause } from 'node:timers/promises'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The process's metrics, in Prometheus' form. Names: `florin_<noun>_<unit>`. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Histogram<'endpoint' | 'status'>
  readonly jobs: Counter<'kind' | 'outcome'>
  counter(name: string, help: string, labels?: readonly string[]): Counter<string>
  /**
   * Read whenever the metrics are asked for. One that cannot be read within two seconds is `otherwise`, or without it is
   * left out: an old value would pass for a new one, and the others are to be seen.
   */
  gauge(name: string, help: string, read: () => number | Promise<number>, otherwise?: number): void
}

/** Prometheus gives up after ten seconds, and a database that does not answer must not keep it that long. */
const readPatienceMs = 2_000

/** Undefined where it fails or takes too long. */
async function readInTime(read: () => number | Promise<number>): Promise<number | undefined> {
  const late = new AbortController()
  const value = (async () => read())().catch(() => undefined)
  const patience = pause(readPatienceMs, undefined, { signal: late.signal }).catch(() => undefined)
  return Promise.race([value, patience]).finally(() => late.abort())
}

export function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'florin_request_seconds',
      help: 'Time from the request read to the answer written',
      labelNames: ['endpoint', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
    jobs: new Counter({
      name: 'florin_jobs_total',
      help: 'Jobs that ended, by kind and outcome (done, retried, dead)',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    }),
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: [...labels], registers: [registry] }),
    gauge(name, help, read, otherwise) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          const value = (await readInTime(read)) ?? otherwise
          if (value === undefined) this.remove()
          else this.set(value)
        },
      })
    },
  }
}
