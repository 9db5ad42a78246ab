import { elapsedMs } from './clock/clock.ts'
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
  /** Notifications on these wake it. */
  readonly channels: readonly string[]
  readonly #parts: { sql: Sql; log: Log; name: string; holder: string; pauseMs: number; loop: () => Promise<boolean> }
  #stopped = false
  #done: Promise<void> | undefined
  /** Ends the pause, if there is one: of any kind, or one that work may end. */
  #end: (() => void) | undefined
  #nudge: (() => void) | undefined
  #nudged = false

  /** `loop` answers whether there may be more to do at once. */
  constructor(parts: {
    sql: Sql
    log: Log
    name: string
    holder: string
    pauseMs: number
    channels?: readonly string[]
    loop: () => Promise<boolean>
  }) {
    this.#parts = parts
    this.channels = parts.channels ?? []
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
    this.#end?.()
    await this.#done
    await yieldLease(this.#parts.sql, this.#parts.name, this.#parts.holder).catch(() => undefined)
  }

  async #run(): Promise<void> {
    const { sql, log, name, holder, pauseMs, loop } = this.#parts
    let heldUntilMs = 0
    while (!this.#stopped) {
      try {
        // Renewed long before it ends, so that a slow call of `loop` never outlives the term unnoticed.
        const nowMs = elapsedMs()
        if (nowMs > heldUntilMs - termMs + renewMs) {
          // The term begins when it is asked for, not when a slow answer comes.
          heldUntilMs = (await takeLease(sql, name, holder, termMs)) ? nowMs + termMs : 0
        }
        if (elapsedMs() >= heldUntilMs) {
          await this.#pause(renewMs, 'in any case')
          continue
        }
        this.#nudged = false
        const more = await loop()
        if (!more && !this.#nudged) await this.#pause(pauseMs, 'or until woken')
      } catch (error) {
        log.warn({ err: error, singleton: name }, 'A singleton failed and will try again')
        heldUntilMs = 0
        await this.#pause(500, 'in any case')
      }
    }
  }

  /** Whoever only waits for the lease is not woken by work: it would ask for the lease at every commit of the others. */
  #pause(ms: number, how: 'in any case' | 'or until woken'): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer)
        this.#end = undefined
        this.#nudge = undefined
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#end = end
      if (how === 'or until woken') this.#nudge = end
    })
  }
}
