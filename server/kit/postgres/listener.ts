import { Client, type ClientConfig } from 'pg'
import type { Log } from '../log.ts'

export type ListenerOptions = {
  connection: ClientConfig
  log: Log
  /** Pause before connecting again, doubled up to `retryMaxMs`. */
  retryMinMs?: number
  retryMaxMs?: number
}

export type Heard = (payload: string | undefined) => void

/**
 * LISTEN on one connection of its own, which comes back by itself. A notification sent while it was away is lost, so
 * after every (re)connect each `heard` is called once with `undefined`: look for yourself what is new. Notifications
 * are hints to look, never the only carrier of a fact.
 */
export class Listener {
  readonly #options: ListenerOptions
  readonly #heard = new Map<string, Set<Heard>>()
  #client: Client | undefined
  #listening: Promise<void> = Promise.resolve()
  #retryTimer: NodeJS.Timeout | undefined
  #failures = 0
  #closed = false

  private constructor(options: ListenerOptions) {
    this.#options = options
  }

  /** Connects; throws when the first connection fails. */
  static async start(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options)
    await listener.#connect()
    return listener
  }

  /**
   * Calls `heard` for every notification on `channel` (a plain identifier) until the returned function is called.
   * Resolves when the server listens: what is committed after that is heard.
   */
  async listen(channel: string, heard: Heard): Promise<() => void> {
    const all = this.#heard.get(channel) ?? new Set()
    const first = all.size === 0
    this.#heard.set(channel, all.add(heard))
    if (first) await this.#send(this.#client, `listen ${quoted(channel)}`)
    return () => {
      all.delete(heard)
      if (all.size > 0 || this.#heard.get(channel) !== all) return
      this.#heard.delete(channel)
      void this.#send(this.#client, `unlisten ${quoted(channel)}`)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retryTimer)
    await this.#client?.end().catch(() => undefined)
  }

  /** One statement after the other, in the order asked for; a lost connection listens anew to all when it is back. */
  #send(client: Client | undefined, sql: string): Promise<void> {
    this.#listening = this.#listening.then(async () => {
      if (client === this.#client) await client?.query(sql).catch(() => undefined)
    })
    return this.#listening
  }

  async #connect(): Promise<void> {
    const client = new Client(this.#options.connection)
    let lost = false
    const lose = (error?: Error) => {
      if (lost || this.#closed || this.#client !== client) return
      lost = true
      this.#client = undefined
      this.#options.log.warn({ err: error }, 'The listening connection was lost: connecting again')
      this.#retry()
    }
    client.on('error', lose)
    client.on('end', () => lose())
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''))
    try {
      await client.connect()
      for (const channel of this.#heard.keys()) await client.query(`listen ${quoted(channel)}`)
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    if (this.#closed) return client.end()
    this.#failures = 0
    this.#client = client
    for (const channel of this.#heard.keys()) this.#tell(channel, undefined)
  }

  #retry(): void {
    const { retryMinMs = 50, retryMaxMs = 5_000, log } = this.#options
    const pauseMs = Math.min(retryMinMs * 2 ** this.#failures++, retryMaxMs)
    this.#retryTimer = setTimeout(() => {
      this.#connect().catch(error => {
        log.warn({ err: error }, 'The listening connection is not back yet')
        if (!this.#closed) this.#retry()
      })
    }, pauseMs)
  }

  #tell(channel: string, payload: string | undefined): void {
    for (const heard of this.#heard.get(channel) ?? []) heard(payload)
  }
}

const quoted = (channel: string) => `"${channel.replaceAll('"', '""')}"`
