import { elapsedMs } from './clock/clock.ts'

/** For fewer than this it is not worth a processor. */
const manyMin = 16
/** What has not come by then is not about to come. */
const soonMs = 1

/**
 * Keeps the event loop turning while many wait for what comes in a moment. A process that has nothing to do for 100 µs
 * is put to sleep, and on a virtual machine wakes up later than the database has answered (docs/decisions/0025). For
 * few, or when nothing comes for a millisecond, it sleeps as ever.
 */
export class Awake {
  #expected = 0
  #sinceMs = 0
  #isTurning = false

  get isTurning(): boolean {
    return this.#isTurning
  }

  /** Calls `come` when they have come, or never will. */
  expect(count: number): void {
    this.#expected += count
    this.#sinceMs = elapsedMs()
    if (this.#isTurning || this.#expected < manyMin) return
    this.#isTurning = true
    setImmediate(() => this.#turn())
  }

  come(count: number): void {
    this.#expected -= count
    this.#sinceMs = elapsedMs()
  }

  #turn(): void {
    this.#isTurning = this.#expected >= manyMin && elapsedMs() - this.#sinceMs < soonMs
    if (this.#isTurning) setImmediate(() => this.#turn())
  }
}
