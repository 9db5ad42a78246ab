import { performance } from 'node:perf_hooks'

const sampleMs = 100
/** Measured: with more to do than this, what waits for the loop waits for nothing else. */
const busyAbove = 0.85

/** Whether the event loop of this process has had all it can do of late. */
export class LoopWatch {
  isBusy = false
  #sampledMs = 0
  #before = performance.eventLoopUtilization()

  /** To be called often; `nowMs` is real time, from `elapsedMs`. */
  look(nowMs: number): void {
    if (nowMs - this.#sampledMs < sampleMs) return
    this.#sampledMs = nowMs
    const now = performance.eventLoopUtilization()
    this.isBusy = performance.eventLoopUtilization(now, this.#before).utilization > busyAbove
    this.#before = now
  }
}
