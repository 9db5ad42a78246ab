import { type Endpoint, endpoints, hostedEndpoints, operatorEndpoints } from '@florin/contract/index.ts'
import type { FastifyInstance } from 'fastify'
import { type App, compose } from './app.ts'
import { institutionOf } from './bind-sepa.ts'
import type { Config } from './config.ts'
import { addHostedPages } from './hosted-pages.ts'
import { realNow } from './kit/clock/clock.ts'
import { makeHttpServer } from './kit/http/listen.ts'
import { asCannotListen } from './kit/http/port.ts'
import { RateLimiter } from './kit/http/rate-limit.ts'
import { serveMetrics } from './kit/http/serve-metrics.ts'
import { uuidv7 } from './kit/ids.ts'
import { JobRunner } from './kit/jobs/runner.ts'
import { sayAlive, sayGone } from './kit/lease-store.ts'
import type { Log } from './kit/log.ts'
import { repeat } from './kit/repeat.ts'
import { addOperatorPages, addPages } from './pages.ts'
import { openResources, type Resources } from './resources.ts'
import { settingOf } from './setting-of.ts'

export interface Running {
  readonly url: string | undefined
  readonly operatorUrl: string | undefined
  readonly metricsUrl: string
  readonly resources: Resources
  readonly app: App
  /** Stops in the reverse order of the start: no new requests, the running ones end, then jobs, then the database. */
  readonly close: () => Promise<void>
}

export interface StartOptions {
  readonly log: Log
  /** Tests hold every answer against its schema. */
  readonly onAnswer?: (endpoint: Endpoint, status: number, text: string) => void
  /** Calls the start off: what was started is stopped, and the signal's reason thrown. No effect once it has started. */
  readonly signal?: AbortSignal
}

/** Starts the roles of the settings. Whatever fails on the way closes what was opened. */
export async function startFlorin(config: Config, options: StartOptions): Promise<Running> {
  const { log, signal } = options
  // Told before anything is started.
  institutionOf(config)
  const resources = await openResources(config, log, { signal, mayMakeDatabase: true })
  const closers: (() => Promise<unknown>)[] = [resources.close]
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const { kernel, listener } = resources
    const app = await compose(resources, config)
    closers.push(() => app.stop())
    signal?.throwIfAborted()
    await app.prepare()
    signal?.throwIfAborted()

    const runners = [
      ...(config.ROLES.includes('worker') ? [new JobRunner(kernel, app.jobs)] : []),
      ...(config.ROLES.includes('simulators') ? [new JobRunner(kernel, app.simulatorJobs)] : []),
    ]
    for (const runner of runners) {
      await listener.listen('jobs', () => runner.wake())
      await listener.listen('clock', () => runner.wake())
      await runner.start()
      closers.push(() => runner.stop())
    }
    if (config.ROLES.includes('worker')) {
      for (const singleton of app.singletons) {
        for (const channel of singleton.channels) await listener.listen(channel, () => singleton.wake())
        singleton.start()
        closers.push(() => singleton.stop())
      }
      for (const crew of app.crews) {
        for (const channel of crew.channels) await listener.listen(channel, () => crew.wake())
        crew.start()
        closers.push(() => crew.stop())
      }
    }

    const limiter = new RateLimiter()
    signal?.throwIfAborted()
    closers.push(await beat(resources, config, limiter))
    const metrics = await serveMetrics(kernel, config.HOST, config.METRICS_PORT)
    closers.push(metrics.close)
    let url: string | undefined
    let operatorUrl: string | undefined
    if (config.ROLES.includes('api')) {
      const shared = { kernel, limiter, trustedProxies: config.TRUSTED_PROXIES }
      const check = options.onAnswer === undefined ? {} : { onAnswer: options.onAnswer }
      const operator = makeHttpServer({
        ...shared,
        ...check,
        gate: app.operatorGate,
        endpoints: operatorEndpoints,
        handlers: app.operatorHandlers,
      })
      const partners = makeHttpServer({
        ...shared,
        ...check,
        gate: app.gate,
        endpoints: { ...endpoints, ...hostedEndpoints },
        handlers: { ...app.handlers, ...app.hostedHandlers },
        onAnswered: app.onAnswered,
      })
      await addPages(partners, kernel)
      await addHostedPages(partners)
      await addOperatorPages(operator, app.openFileLink)
      closers.push(() => operator.close())
      operatorUrl = await listenOn(operator, config.HOST, config.OPERATOR_PORT, 'OPERATOR_PORT')
      closers.push(() => partners.close())
      url = await listenOn(partners, config.HOST, config.PORT, 'PORT')
      app.onListening(url)
    }
    signal?.throwIfAborted()
    return { url, operatorUrl, metricsUrl: metrics.url, resources, app, close }
  } catch (error) {
    await close()
    throw settingOf(error, config) ?? error
  }
}

async function listenOn(app: FastifyInstance, host: string, port: number, setting: string): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    throw asCannotListen(error, { host, port, setting })
  }
}

const beatEveryMs = 5_000

/** Tells the others that this process lives, and divides the rate limits among the living API processes. */
async function beat({ kernel }: Resources, config: Config, limiter: RateLimiter): Promise<() => Promise<void>> {
  const id = uuidv7(realNow())
  const say = async (): Promise<void> =>
    limiter.setShare(await sayAlive(kernel.pool, id, config.ROLES.join(','), 'api'))
  await say()
  const end = repeat(beatEveryMs, say, error =>
    kernel.log.warn({ err: error }, 'The database did not take a sign of life'),
  )
  return async () => {
    await end()
    await sayGone(kernel.pool, id).catch(() => undefined)
  }
}
