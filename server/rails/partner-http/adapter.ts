import { LRUCache } from 'lru-cache'
import { Agent, type Dispatcher } from 'undici'
import type { PartnerAnswer, PartnerCall, PartnerHttp } from '../../contexts/webhooks/index.ts'
import { elapsedMs } from '../../kit/clock/clock.ts'
import { AnswerReader } from './answer-reader.ts'
import { guardedConnector } from './connector.ts'
import { makeResolve, type Resolve } from './resolve.ts'
import { refusalOf } from './target.ts'

export interface PartnerHttpOptions {
  readonly allowPrivate: boolean
  readonly requireHttps: boolean
  readonly resolve?: Resolve
  readonly timeoutMs?: number
}

const timeoutDefaultMs = 10_000
const connectionsMax = 64
const channelsMax = 2_000
const idleMs = 60_000

interface Target {
  readonly origin: string
  readonly path: string
  readonly refusal: string | undefined
}

/** Calls partners' servers over HTTP/1.1 with connections kept alive, a pool of its own for each channel. */
export class HttpPartners implements PartnerHttp {
  readonly #options: PartnerHttpOptions
  readonly #timeoutMs: number
  readonly #connect: ReturnType<typeof guardedConnector>
  readonly #targets = new LRUCache<string, Target>({ max: 20_000 })
  readonly #agents: LRUCache<string, Agent>

  constructor(options: PartnerHttpOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? timeoutDefaultMs
    this.#connect = guardedConnector({
      resolve: options.resolve ?? makeResolve(),
      allowPrivate: options.allowPrivate,
      timeoutMs: this.#timeoutMs,
    })
    this.#agents = new LRUCache({
      max: channelsMax,
      ttl: idleMs,
      updateAgeOnGet: true,
      ttlAutopurge: true,
      // Calls under way end as usual.
      dispose: agent => void agent.close().catch(() => undefined),
    })
  }

  refusalOf(url: string): string | undefined {
    return refusalOf(url, this.#options)
  }

  async call(call: PartnerCall): Promise<PartnerAnswer> {
    const target = this.#targetOf(call.url)
    if (target.refusal !== undefined)
      return { status: null, latencyMs: 0, answer: null, error: `The URL ${target.refusal}`, isTimeout: false }
    const startedMs = elapsedMs()
    const first = await this.#send(call, target, startedMs)
    // Our request crossed the closing of a connection that had been idle: nobody has seen it.
    return first === 'unseen' ? this.#retry(call, target, startedMs) : first
  }

  async close(): Promise<void> {
    const agents = [...this.#agents.values()]
    this.#agents.clear()
    await Promise.all(agents.map(agent => agent.destroy()))
  }

  async #retry(call: PartnerCall, target: Target, startedMs: number): Promise<PartnerAnswer> {
    const again = await this.#send(call, target, startedMs)
    if (again !== 'unseen') return again
    return { status: null, latencyMs: msSince(startedMs), answer: null, error: closedEarly, isTimeout: false }
  }

  #send(call: PartnerCall, target: Target, startedMs: number): Promise<PartnerAnswer | 'unseen'> {
    return new Promise(resolve => {
      const leftMs = Math.max(1, startedMs + this.#timeoutMs - elapsedMs())
      const reader = new AnswerReader({ startedMs, leftMs, timeoutMs: this.#timeoutMs, done: resolve })
      const options: Dispatcher.DispatchOptions = {
        origin: target.origin,
        path: target.path,
        method: call.method,
        headers: call.headers as string[],
        // The reader has the one deadline, over connecting, waiting and reading.
        headersTimeout: 0,
        bodyTimeout: 0,
        ...(call.body === undefined ? {} : { body: call.body }),
      }
      try {
        this.#agentOf(call.channel).dispatch(options, reader)
      } catch (error) {
        reader.onResponseError(undefined, error as Error)
      }
    })
  }

  #targetOf(url: string): Target {
    let target = this.#targets.get(url)
    if (target === undefined) {
      const refusal = this.refusalOf(url)
      const { origin, pathname, search } =
        refusal === undefined ? new URL(url) : { origin: '', pathname: '', search: '' }
      target = { origin, path: pathname + search, refusal }
      this.#targets.set(url, target)
    }
    return target
  }

  #agentOf(channel: string): Agent {
    let agent = this.#agents.get(channel)
    if (agent === undefined) {
      agent = new Agent({ connect: this.#connect, connections: connectionsMax, pipelining: 1, allowH2: false })
      this.#agents.set(channel, agent)
    }
    return agent
  }
}

const closedEarly = 'The connection was closed before an answer came'

const msSince = (startedMs: number): number => Math.max(0, Math.round(elapsedMs() - startedMs))
