import type { Claimed } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import { isAccepted, type PartnerAnswer } from './partner-http.ts'

const limitAtStart = 16
export const limitMax = 64
/**
 * What is at hand is sent within about this time, real: enough to go on while more is fetched, little enough for its
 * leases. At most so many for each that may be under way.
 */
const atHandMs = 3_000
const depthMax = 8
const failingAfter = 3

export interface Waiting {
  readonly claimed: Claimed
  readonly endpoint: OpenedEndpoint
  /** When it was claimed, by our clock. */
  readonly now: Date
  /** Real time, from `elapsedMs`. */
  readonly claimedAtMs: number
}

/**
 * The way to one partner: what was claimed for it, and how much of it may be under way at once. An endpoint that does
 * not answer loses half of its share with each time-out, down to one call at a time, and gains one by each answer: so
 * those that hang hold next to nothing, and the others do not notice.
 */
export class Channel {
  readonly partnerId: string
  /** The database may have more that is due than was fetched. */
  mayHaveMore = false
  inFlight = 0
  #limit = limitAtStart
  #queue: Waiting[] = []
  #next = 0
  #latencyMs = 0
  #failures = 0
  #isFailing: boolean | undefined

  constructor(partnerId: string) {
    this.partnerId = partnerId
  }

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

  get isIdle(): boolean {
    return this.inFlight === 0 && this.queued === 0 && !this.mayHaveMore
  }

  /** How many to fetch; 0 while there is enough at hand. */
  get wants(): number {
    const depth = Math.max(1, Math.min(depthMax, Math.floor(atHandMs / Math.max(1, this.#latencyMs))))
    const target = this.#limit * depth
    const has = this.inFlight + this.queued
    return has > target / 2 ? 0 : target - has
  }

  put(waiting: readonly Waiting[]): void {
    this.#queue = this.#queue.slice(this.#next)
    this.#next = 0
    this.#queue.push(...waiting)
  }

  /** The next to send, if one more may be under way. */
  take(): Waiting | undefined {
    if (this.inFlight >= this.#limit) return undefined
    const next = this.#queue[this.#next]
    if (next === undefined) return undefined
    this.#next += 1
    this.inFlight += 1
    return next
  }

  /** All that was not sent. */
  empty(): Waiting[] {
    const rest = this.#queue.slice(this.#next)
    this.#queue = []
    this.#next = 0
    return rest
  }

  /** A call has ended. Returns `failing` or `recovered` where that is news. */
  heard({ status, isTimeout, latencyMs }: PartnerAnswer): 'failing' | 'recovered' | undefined {
    this.#limit = isTimeout ? Math.max(1, this.#limit >> 1) : Math.min(limitMax, this.#limit + 1)
    this.#latencyMs += (latencyMs - this.#latencyMs) / 8
    if (isAccepted(status)) {
      this.#failures = 0
      if (this.#isFailing === false) return undefined
      this.#isFailing = false
      return 'recovered'
    }
    this.#failures += 1
    if (this.#failures < failingAfter || this.#isFailing === true) return undefined
    this.#isFailing = true
    return 'failing'
  }
}
