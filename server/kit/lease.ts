import { takeLease, yieldLease } from './lease-store.ts'
import type { Log } from './log.ts'
import type { Sql } from './sql.ts'

const termMs = 5_000
const renewMs = 1_500

/**
 * Runs a singleton (sequencer, sealer) in at most one of the processes: `loop` is called over and over while this
 * process holds the lease. Leases run on real time. `wake` shortens the pause between two calls.
 */
export class Singleton {
  readonly #parts: { sql: Sql; log: Log; name: string; holder: string; pauseMs: number; loop: () => Promise<boolean> }
  #stopped = false
  #done: Promise<void> | undefined
  #nudge: (() => void) | undefined
  #nudged = false

  /** `loop` answers whether there may be more to do at once. */
  constructor(parts: {
    sql: Sql
    log: Log
    name: string
    holder: string
    pauseMs: number
    loop: () => Promise<boolean>
  }) {
    this.#parts = parts
  }

  start(): void {
    this.#done = this.#run()
  }

  wake(): void {
    this.#nudged = true
    this.#nudge?.()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#nudge?.()
    await this.#done
    await yieldLease(this.#parts.sql, this.#parts.name, this.#parts.holder).catch(() => undefined)
  }

  async #run(): Promise<void> {
    const { sql, log, name, holder, pauseMs, loop } = this.#parts
    let heldUntilMs = 0
    while (!this.#stopped) {
      try {
        // Renewed long before it ends, so that a slow call of `loop` never outlives the term unnoticed.
        if (performance.now() > heldUntilMs - termMs + renewMs) {
          heldUntilMs = (await takeLease(sql, name, holder, termMs)) ? performance.now() + termMs : 0
        }
        if (heldUntilMs === 0) {
          await this.#pause(renewMs)
          continue
        }
        this.#nudged = false
        const more = await loop()
        if (!more && !this.#nudged) await this.#pause(pauseMs)
      } catch (error) {
        log.warn({ err: error, singleton: name }, 'A singleton failed and will try again')
        heldUntilMs = 0
        await this.#pause(500)
      }
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer)
        this.#nudge = undefined
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#nudge = end
    })
  }
}
