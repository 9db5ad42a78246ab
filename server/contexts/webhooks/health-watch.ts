import type { Kernel } from '../../kit/kernel.ts'
import type { EndpointBook, OpenedEndpoint } from './endpoint-book.ts'
import { noteFailing, noteProbe, noteRecovered, takeProbes } from './health-store.ts'
import { isAccepted, type PartnerAnswer, type PartnerHttp } from './partner-http.ts'

const probeEveryMs = 60_000
const probesMax = 100
/** An endpoint that failed for less has nothing that waits for long. */
const outageMinMs = 60_000
/** What the database did not take is written again after so long, in real time. */
const againMs = 500

export type News = 'failing' | 'recovered'

/** A place that many receivers do not have: that they say so is a sign of life (contract, section 7). */
export const isHealthy = ({ status }: PartnerAnswer): boolean => isAccepted(status) || status === 404

export const probeOf = (partnerId: string, url: string, token: string | undefined) => ({
  channel: `${partnerId}/health`,
  method: 'GET' as const,
  url,
  headers: ['user-agent', 'florin-webhooks/1', ...(token === undefined ? [] : ['authorization', token])],
})

/**
 * Knows which endpoints are failing, and asks them every minute of our clock how they are. It never holds back a
 * delivery: all that it does is to bring forward what waits once an endpoint is back after an outage, be it told by an
 * accepted delivery or by a probe that turns healthy.
 */
export class HealthWatch {
  readonly #kernel: Kernel
  readonly #http: PartnerHttp
  readonly #book: EndpointBook
  /** Not written yet. */
  readonly #news = new Map<string, News>()
  #stopped = false
  #writing: Promise<void> | undefined
  #again: NodeJS.Timeout | undefined

  constructor(kernel: Kernel, http: PartnerHttp, book: EndpointBook) {
    this.#kernel = kernel
    this.#http = http
    this.#book = book
  }

  /** Resolves when it is written, or could not be: then it is tried again. */
  note(partnerId: string, news: News): Promise<void> {
    this.#news.set(partnerId, news)
    return this.#write()
  }

  /** Asks those whose turn it is. */
  look(now: Date): void {
    this.#probeDue(now).catch(error => {
      this.#kernel.log.warn({ err: error }, 'Asking webhook endpoints for their health failed')
    })
  }

  /** What was heard is written, or refused once more; probes under way are left to end by themselves. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#again)
    await this.#writing
    if (this.#news.size > 0) await this.#write()
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll()
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    while (this.#news.size > 0) {
      const news = [...this.#news]
      this.#news.clear()
      try {
        await this.#writeSet(news)
      } catch (error) {
        this.#kernel.log.warn({ err: error }, 'The health of webhook endpoints could not be noted: trying again')
        // What was heard meanwhile is newer.
        for (const [partnerId, what] of news) if (!this.#news.has(partnerId)) this.#news.set(partnerId, what)
        clearTimeout(this.#again)
        if (!this.#stopped) this.#again = setTimeout(() => void this.#write(), againMs)
        break
      }
    }
    this.#writing = undefined
  }

  async #writeSet(news: readonly (readonly [string, News])[]): Promise<void> {
    const idsOf = (what: News): string[] => news.filter(([, it]) => it === what).map(([partnerId]) => partnerId)
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    const failing = idsOf('failing')
    if (failing.length > 0)
      await noteFailing(pool, { partnerIds: failing, now, nextProbeAt: new Date(now.getTime() + probeEveryMs) })
    const recovered = idsOf('recovered')
    if (recovered.length > 0)
      await noteRecovered(pool, { partnerIds: recovered, before: new Date(now.getTime() - outageMinMs), now })
  }

  async #probeDue(now: Date): Promise<void> {
    const nextProbeAt = new Date(now.getTime() + probeEveryMs)
    const due = await takeProbes(this.#kernel.pool, { now, nextProbeAt, count: probesMax })
    if (due.length === 0) return
    const endpoints = await this.#book.load(new Map(due.map(({ partnerId, version }) => [partnerId, version])))
    await Promise.all(
      due.map(async ({ partnerId }) => {
        const endpoint = endpoints.get(partnerId)
        if (endpoint !== undefined) await this.#probe(partnerId, endpoint)
      }),
    )
  }

  async #probe(partnerId: string, { healthUrl, token }: OpenedEndpoint): Promise<void> {
    if (healthUrl === undefined) return
    const answer = await this.#http.call(probeOf(partnerId, healthUrl, token))
    if (this.#stopped) return
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    const error = answer.error ?? (isHealthy(answer) ? null : `HTTP ${answer.status}`)
    await noteProbe(pool, { partnerId, now, isHealthy: isHealthy(answer), error })
  }
}
