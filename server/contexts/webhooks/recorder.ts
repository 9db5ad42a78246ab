import { setTimeout as pause } from 'node:timers/promises'
import type { Kernel } from '../../kit/kernel.ts'
import { type DeliveryResult, recordResults } from './delivery-store.ts'

/** What became of a delivery, before it is known when that is written down. */
export type Result = (at: Date) => DeliveryResult

interface Unwritten {
  readonly result: Result
  /** Called when it is written. */
  readonly written: () => void
}

/** How long the first result of a batch waits for company: a statement costs more than a row. */
const gatherMs = 10
const batchMax = 500
const againMs = 500

/**
 * Writes results in sets, one statement at a time. What the database does not take is kept and tried again; what a
 * crash takes is sent again.
 */
export class Recorder {
  readonly #kernel: Kernel
  #results: Unwritten[] = []
  #writing: Promise<void> | undefined
  #stopped = false
  #isClosed = false

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  get unwritten(): number {
    return this.#results.length
  }

  /** After the stop it is too late: whatever that was will be sent again. */
  add(result: Result, written: () => void): void {
    if (this.#isClosed) return
    this.#results.push({ result, written })
    this.#writing ??= this.#write()
  }

  /** Writes what is there; gives up when the database refuses it once more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#writing
    this.#isClosed = true
  }

  async #write(): Promise<void> {
    while (this.#results.length > 0) {
      if (this.#results.length < batchMax && !this.#stopped) await pause(gatherMs)
      const batch = this.#results.slice(0, batchMax)
      try {
        const at = await this.#kernel.clock.now()
        await recordResults(this.#kernel.pool, { at, results: batch.map(({ result }) => result(at)) })
        this.#results = this.#results.slice(batch.length)
        for (const { written } of batch) written()
      } catch (error) {
        this.#kernel.log.warn(
          { err: error, results: this.#results.length },
          'Results of deliveries could not be written',
        )
        if (this.#stopped) break
        await pause(againMs)
      }
    }
    // Here and not after the promise: a result that comes in between would wait for another.
    this.#writing = undefined
  }
}
