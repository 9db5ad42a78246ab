import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { elapsedMs } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { Unavailable } from '../problem.ts'
import type { Sql } from '../sql.ts'
import { type Backend, backendIsGone, findBackend, findEntries } from '../work/store.ts'
import { answerWasLost } from './connect.ts'

/** How long a look-up waits for a database that is away: longer than a restart with recovery, shorter than most clients. */
const patienceMs = 20_000
const lookEveryMs = 20
const lookAgainMaxMs = 500

/**
 * The gatherer's own connection, so that a full pool never holds up the books. It comes back by itself. After a lost
 * answer the former backend may still be committing: only when it is gone is a look at the books the truth.
 */
export class GatherConnection implements Sql {
  readonly #config: ClientConfig
  readonly #pool: Sql
  readonly #log: Log
  #client: Client | undefined
  #backend: Backend | undefined
  /** What a call was under way on when the connection was lost. */
  #lost: Backend[] = []
  #isUnderWay = false

  constructor(parts: { config: ClientConfig; pool: Sql; log: Log }) {
    this.#config = parts.config
    this.#pool = parts.pool
    this.#log = parts.log
  }

  /** Throws `Unavailable` when there was no connection to send the statement on. */
  async query<R = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<{ rows: R[]; rowCount: number | null }> {
    const client = this.#client ?? (await this.#connect())
    this.#isUnderWay = true
    try {
      // A named statement is parsed and planned once a connection.
      const { rows, rowCount } = await client.query({ name: 'gather', text, values: [...values] })
      return { rows: rows as R[], rowCount }
    } catch (error) {
      // A backend that was told to end says so before its connection ends: nothing more is sent on it.
      if (answerWasLost(error)) this.#lose(client, error)
      throw error
    } finally {
      this.#isUnderWay = false
    }
  }

  /**
   * The ids of those of the entries that a call wrote whose answer was lost. Waits until that call is over and the
   * database can say, for at most 20 s of real time; then throws what kept it from saying.
   */
  async findWritten(entries: readonly { partnerId: string; id: string }[]): Promise<ReadonlySet<string>> {
    const deadlineMs = elapsedMs() + patienceMs
    for (let waitMs = lookEveryMs; ; waitMs = Math.min(waitMs * 2, lookAgainMaxMs)) {
      try {
        await this.#callsAreOver(deadlineMs)
        return await findEntries(this.#pool, entries)
      } catch (error) {
        if (elapsedMs() > deadlineMs) throw error
        this.#log.warn({ err: error }, 'The database cannot say yet what was written')
        await pause(waitMs)
      }
    }
  }

  async end(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }

  async #callsAreOver(deadlineMs: number): Promise<void> {
    for (const backend of this.#lost) {
      while (!(await backendIsGone(this.#pool, backend))) {
        if (elapsedMs() > deadlineMs) throw new Error(`backend ${backend.pid} does not end`)
        await pause(lookEveryMs)
      }
    }
    this.#lost = []
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.#config)
    client.on('error', error => this.#lose(client, error))
    client.on('end', () => this.#lose(client))
    try {
      await client.connect()
      this.#backend = await findBackend(client)
    } catch (error) {
      throw new Unavailable('the database is away', { cause: error })
    }
    this.#client = client
    return client
  }

  #lose(client: Client, error?: unknown): void {
    if (this.#client !== client) return
    this.#client = undefined
    if (this.#isUnderWay && this.#backend !== undefined) this.#lost.push(this.#backend)
    this.#log.warn({ err: error }, 'The connection of the gathered commits was lost')
    void client.end().catch(() => undefined)
  }
}
