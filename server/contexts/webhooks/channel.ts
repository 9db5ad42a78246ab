import { type EventType, events } from '@florin/contract/events.ts'
import type { Claimed } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import { isAccepted, type PartnerAnswer } from './partner-http.ts'
import { atHandMax, Share, type Waiting } from './share.ts'

const failingAfter = 3
const eventTypes = Object.keys(events) as EventType[]

/**
 * The way to one partner: what was claimed for it, with a share of its own for each of its servers, so that one that
 * hangs leaves the others alone. Order is none of its business: of a subject no more than one delivery is ever due.
 */
export class Channel {
  readonly partnerId: string
  /** The database may have more that is due than was fetched. */
  mayHaveMore = false
  /** Until when this process has the lease of the partner's queue: real time, from `elapsedMs`. */
  heldUntilMs = Number.NEGATIVE_INFINITY
  /** Nothing is fetched before: what was would be in the way of what follows. */
  restsUntilMs = Number.NEGATIVE_INFINITY
  /** Of the endpoint that all that waits is sent by. */
  #version = 0
  readonly #shares = new Map<string, Share>()
  readonly #shareByUrl = new Map<string | undefined, Share>()
  /** What was claimed and is not written down yet: waiting, under way, or answered. */
  readonly #inHand = new Set<bigint>()
  #failures = 0
  /** As it was last noted; undefined: not by us, or others may have heard something since. */
  #isFailing: boolean | undefined

  constructor(partnerId: string) {
    this.partnerId = partnerId
  }

  /** All of its servers hung lately. */
  get isSuspect(): boolean {
    return this.#shares.size > 0 && this.#shares.values().every(share => share.isSuspect)
  }

  get isIdle(): boolean {
    return this.#inHand.size === 0 && !this.mayHaveMore
  }

  get inHand(): Iterable<bigint> {
    return this.#inHand
  }

  /** How many to fetch; 0 while there is enough at hand. */
  get wants(): number {
    if (this.#shares.size === 0) return atHandMax
    let target = 0
    let has = 0
    for (const share of this.#shares.values()) {
      target += share.target
      has += share.atHand
    }
    target = Math.min(atHandMax, target)
    return has > target / 2 ? 0 : target - has
  }

  /** Returns those for which there is no room: their server takes too little for as many. They stay in hand. */
  put(claimed: readonly Claimed[], endpoint: OpenedEndpoint, now: Date): Waiting[] {
    if (this.outdate(endpoint.version) || this.#shares.size === 0) this.#know(endpoint)
    const beyond: Waiting[] = []
    for (const one of claimed) {
      const share = this.#shareOf(endpoint.urlFor(one.type))
      const waiting = { claimed: one, endpoint, now, share }
      if (share.hasRoom) share.put(waiting)
      else beyond.push(waiting)
      this.#inHand.add(one.sequence)
    }
    return beyond
  }

  /**
   * The endpoint has this version. Where that is news, what waits by the settings before is let go, and what is known of
   * its servers is forgotten: they may be others. Calls under way go on.
   */
  outdate(version: number): boolean {
    if (version <= this.#version) return false
    this.#version = version
    for (const share of this.#shares.values()) if (this.#cut(share, 0)) this.mayHaveMore = true
    this.#shares.clear()
    this.#shareByUrl.clear()
    return true
  }

  /** What became of it is written down, or it is not to be sent: from now on it may be claimed again. */
  letGo(sequence: bigint): void {
    this.#inHand.delete(sequence)
  }

  /** The next to send, to a server to which one more may be under way. */
  take(): Waiting | undefined {
    for (const share of this.#shares.values()) {
      const next = share.take()
      if (next !== undefined) return next
    }
    return undefined
  }

  /** This process has the queue until then, and had it before or not. */
  hold(untilMs: number, wasHeld: boolean): void {
    this.heldUntilMs = untilMs
    if (!wasHeld) this.#isFailing = undefined
  }

  /** Another process has the queue, or may have it soon: lets go of all that was not sent. */
  lose(): void {
    this.heldUntilMs = Number.NEGATIVE_INFINITY
    this.mayHaveMore = false
    for (const share of this.#shares.values()) this.#cut(share, 0)
  }

  /**
   * A call has ended. What waits for a server beyond what it takes from now on may be claimed again when its time comes.
   * Returns `failing` or `recovered` where that is news.
   */
  heard(share: Share, answer: PartnerAnswer, isCrowd: boolean): 'failing' | 'recovered' | undefined {
    share.heard(answer, isCrowd)
    if (answer.isTimeout && this.#cut(share, share.target)) this.mayHaveMore = true
    if (isAccepted(answer.status)) {
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

  /** Lets go of what waits for a server beyond so many; says whether that was anything. */
  #cut(share: Share, count: number): boolean {
    const cut = share.cut(count)
    for (const { claimed } of cut) this.letGo(claimed.sequence)
    return cut.length > 0
  }

  /** All of its servers: one to which nothing was sent yet may have something due behind what is due for others. */
  #know(endpoint: OpenedEndpoint): void {
    for (const type of eventTypes) {
      const url = endpoint.urlFor(type)
      if (url !== undefined) this.#shareOf(url)
    }
  }

  #shareOf(url: string | undefined): Share {
    let share = this.#shareByUrl.get(url)
    if (share === undefined) {
      const origin = (url !== undefined && URL.parse(url)?.origin) || ''
      share = this.#shares.get(origin) ?? new Share()
      this.#shares.set(origin, share)
      this.#shareByUrl.set(url, share)
    }
    return share
  }
}
