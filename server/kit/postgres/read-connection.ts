import { Client, type ClientConfig } from 'pg'
import type { Log } from '../log.ts'
import { Unavailable } from '../problem.ts'
import type { Sql } from '../sql.ts'
import { answerWasLost } from './connect.ts'

/**
 * A connection for the reads that partners make most. Each statement is named, so it is parsed and planned once, and is
 * sent without waiting for the answers to earlier ones. It comes back by itself; what was asked on a connection that
 * ends is asked once more on the next. For statements that change nothing and are soon answered, since those behind
 * them wait.
 */
export class ReadConnection implements Sql {
  readonly #config: ClientConfig
  readonly #log: Log
  readonly #names = new Map<string, string>()
  #client: Promise<Client> | undefined
  #ended = false

  constructor(parts: { config: ClientConfig; log: Log }) {
    this.#config = { ...parts.config, pipeline: true }
    this.#log = parts.log
  }

  /** `text` is one of a few: each is kept by the server. Throws `Unavailable` while the database is away. */
  async query<R = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<{ rows: R[]; rowCount: number | null }> {
    try {
      return await this.#ask<R>(text, values)
    } catch (error) {
      if (error instanceof Unavailable || !answerWasLost(error)) throw error
      return await this.#ask<R>(text, values)
    }
  }

  async end(): Promise<void> {
    this.#ended = true
    const client = await this.#client?.catch(() => undefined)
    await client?.end().catch(() => undefined)
  }

  async #ask<R>(text: string, values: readonly unknown[]): Promise<{ rows: R[]; rowCount: number | null }> {
    const connecting = (this.#client ??= this.#connect())
    const client = await connecting
    try {
      const { rows, rowCount } = await client.query({ name: this.#nameOf(text), text, values: [...values] })
      return { rows: rows as R[], rowCount }
    } catch (error) {
      if (answerWasLost(error)) this.#lose(connecting)
      throw error
    }
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const name = `read_${this.#names.size + 1}`
    this.#names.set(text, name)
    return name
  }

  #connect(): Promise<Client> {
    const client = new Client(this.#config)
    const connecting = client.connect().then(
      () => client,
      error => {
        this.#lose(connecting)
        throw new Unavailable('the database is away', { cause: error })
      },
    )
    client.on('error', error => {
      if (!this.#ended) this.#log.warn({ err: error }, 'The connection of the reads was lost')
      this.#lose(connecting)
    })
    client.on('end', () => this.#lose(connecting))
    return connecting
  }

  #lose(connecting: Promise<Client>): void {
    if (this.#client !== connecting) return
    this.#client = undefined
    void connecting.then(client => client.end()).catch(() => undefined)
  }
}
