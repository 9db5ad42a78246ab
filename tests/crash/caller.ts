import { setTimeout as pause } from 'node:timers/promises'
import { Agent, fetch } from 'undici'

/** What a caller wants done, under a key of its own: it asks until it is told. */
export interface Deed {
  readonly what: 'transfer' | 'exchange' | 'user' | 'verified-user' | 'decision'
  readonly idempotencyKey: string
  readonly apiKey: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A deed with the answer that its caller takes for the truth. */
export interface Told {
  readonly deed: Deed
  readonly status: number
  readonly text: string
  readonly tries: number
}

/** Somebody waited longer than any crash may make him wait. */
const PATIENCE_MS = 180_000
const TRY_MS = 40_000
const PAUSE_MAX_MS = 500

/** A partner's client: real HTTP, to any of the bank's API processes, asking again until it has an answer. */
export class Caller {
  /** The API processes that serve, as far as anyone knows. Empty while none does. */
  urls: readonly string[] = []
  /** Answers that a bank never gives, whatever dies: "we don't know what happened" where "try again" is the truth. */
  readonly faults: string[] = []
  readonly #agent = new Agent({ connections: 64, pipelining: 1 })
  #turn = 0

  /** Asks with the same key until the answer is final: no fault, no "in progress", no "too many". */
  async insist(deed: Deed): Promise<Told> {
    const headers = { 'idempotency-key': deed.idempotencyKey }
    const { tries, ...answer } = await this.#until('POST', deed.path, deed.apiKey, JSON.stringify(deed.body), headers)
    return { deed, tries, ...answer }
  }

  /** The body of a GET's answer. Throws when it is refused. */
  async read(path: string, apiKey: string): Promise<Record<string, unknown>> {
    const { status, text } = await this.#until('GET', path, apiKey)
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`)
    return JSON.parse(text) as Record<string, unknown>
  }

  close(): Promise<void> {
    return this.#agent.destroy()
  }

  async #until(method: string, path: string, apiKey: string, body?: string, extra: Record<string, string> = {}) {
    const headers = {
      'x-api-key': apiKey,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...extra,
    }
    const deadlineMs = performance.now() + PATIENCE_MS
    let last = 'no process serves'
    for (let tries = 1; performance.now() < deadlineMs; tries += 1) {
      const url = this.urls[this.#turn++ % Math.max(1, this.urls.length)]
      if (url !== undefined) {
        try {
          const request = { method, headers, dispatcher: this.#agent, signal: AbortSignal.timeout(TRY_MS) }
          const answer = await fetch(url + path, body === undefined ? request : { ...request, body })
          const text = await answer.text()
          if (answer.status === 500) this.faults.push(`${method} ${path}: ${text}`)
          if (isFinal(answer.status, text)) return { status: answer.status, text, tries }
          last = `${answer.status} ${text}`
        } catch (error) {
          last = String((error as Error).cause ?? error)
        }
      }
      await pause(Math.min(20 * tries, PAUSE_MAX_MS))
    }
    throw new Error(`${method} ${path} had no answer in ${PATIENCE_MS} ms: ${last}`)
  }
}

/** An answer that asking again would not change. */
function isFinal(status: number, text: string): boolean {
  return status < 500 && status !== 429 && !text.includes('"P408"')
}
