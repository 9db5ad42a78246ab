import { Client, type ClientConfig } from 'pg'
import type { Log } from '../log.ts'
import type { Sql } from '../sql.ts'
import { backendIsGone, findWritten } from '../work/store.ts'

/**
 * The gatherer's own connection, so that a full pool never holds up the books. It comes back by itself. After a lost
 * answer the former backend may still be committing: `settle` waits until it is gone, and only then is a look at the
 * books the truth.
 */
export class GatherConnection implements Sql {
  readonly #config: ClientConfig
  readonly #pool: Sql
  readonly #log: Log
  #client: Client | undefined
  #lost: number[] = []

  constructor(parts: { config: ClientConfig; pool: Sql; log: Log }) {
    this.#config = parts.config
    this.#pool = parts.pool
    this.#log = parts.log
  }

  async query<R = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<{ rows: R[]; rowCount: number | null }> {
    const client = this.#client ?? (await this.#connect())
    // A named statement is parsed and planned once a connection.
    const { rows, rowCount } = await client.query({ name: 'gather', text, values: [...values] })
    return { rows: rows as R[], rowCount }
  }

  /** Were the entries written by a call whose answer was lost? Throws when the database cannot say. */
  async wasWritten(entries: readonly { partnerId: string; kind: string; businessId: string }[]): Promise<boolean> {
    for (const pid of this.#lost) {
      while (!(await backendIsGone(this.#pool, pid))) await new Promise(resolve => setTimeout(resolve, 20))
    }
    this.#lost = []
    return findWritten(this.#pool, entries)
  }

  async end(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.#config)
    await client.connect()
    const lose = (error?: Error): void => {
      if (this.#client !== client) return
      this.#client = undefined
      this.#lost.push((client as unknown as { processID: number }).processID)
      this.#log.warn({ err: error }, 'The connection of the gathered commits was lost')
    }
    client.on('error', lose)
    client.on('end', () => lose())
    this.#client = client
    return client
  }
}
