import type { Claimed } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import type { PartnerAnswer } from './partner-http.ts'

const limitAtStart = 16
export const limitMax = 64
/** What is at hand is sent within about this time, real: enough to go on while more is fetched. At most so many. */
const atHandMs = 3_000
export const atHandMax = 512
/** What a server that takes little has waiting beyond that, so that what was fetched beside it for others is not fetched again. */
const spareMax = 256
const putOffMinMs = 1_000
const putOffMaxMs = 60_000
/** In a crowd one that answers as fast as this gets by with so many calls at once. */
const quickMs = 50
const quickLimit = 8

export interface Waiting {
  readonly claimed: Claimed
  readonly endpoint: OpenedEndpoint
  /** When it was claimed, by our clock. */
  readonly now: Date
  /** Of the server that it goes to. */
  readonly share: Share
}

/**
 * How much may be under way at once to one server of a partner, and what waits for it. One that does not answer loses
 * half of its share with each time-out, down to one call at a time, and gains one by each answer: so those that hang
 * hold next to nothing, and the others do not notice.
 */
export class Share {
  #inFlight = 0
  #limit = limitAtStart
  #latencyMs = 0
  #queue: Waiting[] = []
  #next = 0
  /** Turns up to here are given to what was put off. */
  #givenMs = 0

  get limit(): number {
    return this.#limit
  }

  get queued(): number {
    return this.#queue.length - this.#next
  }

  /** It hung lately: it may not take what others could use. */
  get isSuspect(): boolean {
    return this.#limit < limitAtStart / 2
  }

  /** How many are to be at hand, waiting or under way. */
  get target(): number {
    const depth = Math.max(1, Math.floor(atHandMs / Math.max(1, this.#latencyMs)))
    return Math.min(atHandMax, this.#limit * depth)
  }

  /** How many of those are. */
  get atHand(): number {
    return Math.min(this.target, this.#inFlight + this.queued)
  }

  get hasRoom(): boolean {
    return this.queued < this.target + spareMax
  }

  /**
   * So many for which there is no room are put off: until when, in the time that `nowMs` is in. They get the next turn that
   * nobody got before, so that those of a long backlog are put off once or twice and not again and again.
   */
  putOff(count: number, nowMs: number): number {
    const callMs = this.#latencyMs / this.#limit
    const latestMs = nowMs + putOffMaxMs
    const turnMs = Math.max(this.#givenMs, nowMs + Math.max(putOffMinMs, (callMs * this.queued) / 2))
    this.#givenMs = Math.min(latestMs, turnMs + callMs * count)
    return Math.min(latestMs, turnMs)
  }

  put(waiting: Waiting): void {
    this.#queue.push(waiting)
  }

  /** The next to send, if one more may be under way. */
  take(): Waiting | undefined {
    if (this.#inFlight >= this.#limit) return undefined
    const next = this.#queue[this.#next]
    if (next === undefined) return undefined
    this.#next += 1
    if (this.#next >= atHandMax || this.queued === 0) this.#keep(this.#queue.slice(this.#next))
    this.#inFlight += 1
    return next
  }

  /** What waits beyond so many waits no more; returns it. */
  cut(count: number): Waiting[] {
    const waiting = this.#queue.slice(this.#next)
    this.#keep(waiting.slice(0, count))
    return waiting.slice(count)
  }

  /** A call is no longer under way, whatever came of it. */
  ended(): void {
    this.#inFlight -= 1
  }

  /** In a crowd this process is what the calls wait for, and more of them at once only cost it more. */
  heard({ isTimeout, latencyMs }: PartnerAnswer, isCrowd: boolean): void {
    this.#latencyMs += (latencyMs - this.#latencyMs) / 8
    const mayShrink = isCrowd && this.#latencyMs < quickMs && this.#limit > quickLimit
    if (isTimeout) this.#limit = Math.max(1, this.#limit >> 1)
    else this.#limit = mayShrink ? this.#limit - 1 : Math.min(limitMax, this.#limit + 1)
  }

  #keep(waiting: Waiting[]): void {
    this.#queue = waiting
    this.#next = 0
  }
}
