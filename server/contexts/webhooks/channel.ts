import type { Claimed } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import { isAccepted, type PartnerAnswer } from './partner-http.ts'

const limitAtStart = 16
export const limitMax = 64
/** What is at hand is sent within about this time, real: enough to go on while more is fetched. At most so many. */
const atHandMs = 3_000
const atHandMax = 512
const failingAfter = 3
/** In a crowd one that answers as fast as this gets by with so many calls at once. */
const quickMs = 50
const quickLimit = 8

export interface Waiting {
  readonly claimed: Claimed
  readonly endpoint: OpenedEndpoint
  /** When it was claimed, by our clock. */
  readonly now: Date
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
  /** Until when this process has the lease of the partner's queue: real time, from `elapsedMs`. */
  heldUntilMs = Number.NEGATIVE_INFINITY
  /** Nothing is fetched before: what was would be in the way of what follows. */
  restsUntilMs = Number.NEGATIVE_INFINITY
  #limit = limitAtStart
  #queue: Waiting[] = []
  #next = 0
  /** What was claimed and is not written down yet: waiting, under way, or answered. */
  readonly #inHand = new Set<bigint>()
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
    return this.#inHand.size === 0 && !this.mayHaveMore
  }

  get inHand(): Iterable<bigint> {
    return this.#inHand
  }

  /** How many to fetch; 0 while there is enough at hand. */
  get wants(): number {
    const depth = Math.max(1, Math.floor(atHandMs / Math.max(1, this.#latencyMs)))
    const target = Math.min(atHandMax, this.#limit * depth)
    const has = this.inFlight + this.queued
    return has > target / 2 ? 0 : target - has
  }

  put(waiting: readonly Waiting[]): void {
    this.#queue = this.#queue.slice(this.#next)
    this.#next = 0
    this.#queue.push(...waiting)
    for (const { claimed } of waiting) this.#inHand.add(claimed.sequence)
  }

  /** What became of it is written down, or it is not to be sent: from now on it may be claimed again. */
  letGo(sequence: bigint): void {
    this.#inHand.delete(sequence)
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

  /** Another process has the queue, or may have it soon: lets go of all that was not sent. */
  lose(): void {
    this.heldUntilMs = Number.NEGATIVE_INFINITY
    this.mayHaveMore = false
    for (const { claimed } of this.#queue.slice(this.#next)) this.letGo(claimed.sequence)
    this.#queue = []
    this.#next = 0
  }

  /**
   * A call has ended. In a crowd this process is what the calls wait for, and more of them at once only cost it more.
   * Returns `failing` or `recovered` where that is news.
   */
  heard({ status, isTimeout, latencyMs }: PartnerAnswer, isCrowd: boolean): 'failing' | 'recovered' | undefined {
    this.#latencyMs += (latencyMs - this.#latencyMs) / 8
    const mayShrink = isCrowd && this.#latencyMs < quickMs && this.#limit > quickLimit
    if (isTimeout) this.#limit = Math.max(1, this.#limit >> 1)
    else this.#limit = mayShrink ? this.#limit - 1 : Math.min(limitMax, this.#limit + 1)
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
