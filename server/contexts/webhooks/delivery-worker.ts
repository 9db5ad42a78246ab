import { setTimeout as pause } from 'node:timers/promises'
import { elapsedMs, realNow } from '../../kit/clock/clock.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { LoopWatch } from '../../kit/loop-watch.ts'
import { Channel } from './channel.ts'
import { deliverEvent } from './deliver-event.ts'
import {
  type ClaimedQueue,
  claimDeliveries,
  findDuePartners,
  postponeDeliveries,
  type QueueClaim,
  releaseQueues,
} from './delivery-store.ts'
import { EndpointBook, type OpenedEndpoint } from './endpoint-book.ts'
import { HealthWatch } from './health-watch.ts'
import type { PartnerHttp } from './partner-http.ts'
import { Recorder } from './recorder.ts'
import type { Share, Waiting } from './share.ts'

/** How long a partner's queue is this process's, in real time; a crash delays its webhooks by as much. */
const leaseMs = 5_000
const renewMs = 1_500
/** Nothing is sent when the lease may soon be another's. */
const leaseMarginMs = 1_000
/** Real time between looks when nothing wakes it: due moments pass without a notification. */
const pollMs = 500
const stopMaxMs = 3_000
const inFlightMax = 2_000
/** More calls than these at once are many. */
const crowdMin = 96
const unwrittenMax = 4_000
const channelsMax = 10_000
/** Queues that a look takes over, so that other workers get theirs. */
const newQueuesMax = 16
/** What fails by our fault is left alone for so long. */
const restMs = 30_000

/**
 * Sends what is due. Many processes may do so on one database: a partner's queue is leased to one of them at a time.
 * Each partner has its own channel, with its own connections and a share for each of its servers.
 */
export class DeliveryWorker {
  /** Something became due; the clock was moved. */
  readonly channels = ['webhooks', 'clock']
  readonly #kernel: Kernel
  readonly #http: PartnerHttp
  readonly #holder = uuidv7(realNow())
  readonly #book: EndpointBook
  readonly #recorder: Recorder
  readonly #health: HealthWatch
  readonly #channels = new Map<string, Channel>()
  readonly #underWay = new Set<Promise<void>>()
  /** Partners with something due whose queues nobody had. */
  #free: string[] = []
  readonly #loop = new LoopWatch()
  #inFlight = 0
  #suspectInFlight = 0
  #mustDiscover = false
  #turning: Promise<void> | undefined
  #turnAgain = false
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(kernel: Kernel, http: PartnerHttp) {
    this.#kernel = kernel
    this.#http = http
    this.#book = new EndpointBook(kernel)
    this.#recorder = new Recorder(kernel)
    this.#health = new HealthWatch(kernel, http, this.#book)
  }

  start(): void {
    this.wake()
  }

  /** Looks soon. */
  wake(): void {
    this.#mustDiscover = true
    this.#turn()
  }

  /**
   * Sends no more, waits a moment for what is under way, and gives the queues back. What still has no answer then will be
   * sent again, with the same id.
   */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turning
    await Promise.race([Promise.all(this.#underWay), pause(stopMaxMs, undefined, { ref: false })])
    await this.#recorder.stop()
    await this.#health.stop()
    await releaseQueues(this.#kernel.pool, this.#holder).catch(() => undefined)
  }

  /** One look at a time; another follows when something asked for it meanwhile. */
  #turn(): void {
    if (this.#stopped) return
    this.#turnAgain = true
    this.#turning ??= this.#turns()
  }

  async #turns(): Promise<void> {
    clearTimeout(this.#timer)
    while (this.#turnAgain && !this.#stopped) {
      this.#turnAgain = false
      try {
        await this.#look()
      } catch (error) {
        this.#kernel.log.warn({ err: error }, 'Looking for due webhooks failed: trying again')
      }
    }
    this.#turning = undefined
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), pollMs)
  }

  async #look(): Promise<void> {
    const now = await this.#kernel.clock.now()
    const nowMs = elapsedMs()
    this.#loop.look(nowMs)
    if (this.#mustDiscover) {
      this.#mustDiscover = false
      await this.#discover(now, nowMs)
      this.#health.look(now)
    }
    const isBehind = this.#recorder.unwritten > unwrittenMax
    if (!isBehind) this.#takeOver()
    const queues: (QueueClaim & { readonly channel: Channel })[] = []
    for (const channel of this.#channels.values()) {
      const { partnerId, inHand } = channel
      const count = channel.mayHaveMore && !isBehind && this.#mayFetch(channel) ? channel.wants : 0
      if (count > 0 || mustRenew(channel, nowMs)) queues.push({ channel, partnerId, count, inHand })
    }
    if (queues.length === 0) return
    const claimed = await claimDeliveries(this.#kernel.pool, { now, holder: this.#holder, leaseMs, queues })
    const endpoints = await this.#book.load(versionsOf(claimed))
    for (const { channel, count } of queues) {
      const own = claimed.get(channel.partnerId)
      if (own === undefined) channel.lose()
      else {
        channel.hold(nowMs + leaseMs, isHeld(channel, nowMs))
        if (count > 0) channel.mayHaveMore = own.deliveries.length === count
        if (own.endpointVersion !== undefined) channel.outdate(own.endpointVersion)
        if (own.deliveries.length > 0) this.#put(channel, own, endpoints.get(channel.partnerId), now)
        this.#pump(channel)
      }
    }
  }

  async #discover(now: Date, nowMs: number): Promise<void> {
    this.#free = []
    for (const partnerId of await findDuePartners(this.#kernel.pool, now, this.#holder)) {
      const channel = this.#channels.get(partnerId)
      if (channel !== undefined && isHeld(channel, nowMs)) channel.mayHaveMore = true
      else this.#free.push(partnerId)
    }
  }

  /** Half of the queues that are free, and soon the next: other workers do the same. */
  #takeOver(): void {
    const count = Math.min(newQueuesMax, Math.ceil(this.#free.length / 2))
    for (const partnerId of this.#free.splice(0, count)) this.#channelOf(partnerId).mayHaveMore = true
    if (this.#free.length > 0) this.#turnAgain = true
  }

  #put(channel: Channel, { deliveries }: ClaimedQueue, endpoint: OpenedEndpoint | undefined, now: Date): void {
    // Its secrets cannot be opened (that is logged): later it is tried again.
    if (endpoint === undefined) {
      channel.restsUntilMs = elapsedMs() + restMs
      return
    }
    const inOrder = [...deliveries].sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
    const beyond = channel.put(inOrder, endpoint, now)
    for (const [share, waiting] of Map.groupBy(beyond, one => one.share))
      this.#run(this.#postpone(channel, share, waiting, now))
  }

  /** One of a partner's servers takes too little: what is due for it makes room for what is due for the others. */
  async #postpone(channel: Channel, share: Share, waiting: readonly Waiting[], now: Date): Promise<void> {
    const { partnerId } = channel
    const sequences = waiting.map(({ claimed }) => claimed.sequence)
    const until = new Date(share.putOff(waiting.length, now.getTime()))
    const letGo = (): void => {
      for (const sequence of sequences) channel.letGo(sequence)
    }
    try {
      await postponeDeliveries(this.#kernel.pool, { partnerId, sequences, until })
      letGo()
    } catch (error) {
      this.#kernel.log.warn({ err: error, partnerId }, 'Deliveries could not be postponed')
      setTimeout(letGo, restMs).unref()
    }
    this.#pump(channel)
  }

  /** Many calls are under way, and this process has all it can do: an endpoint that is quick needs few of them. */
  get #isCrowd(): boolean {
    return this.#inFlight > crowdMin && this.#loop.isBusy
  }

  /** Those that hang may together hold half of what may be under way. */
  #mayFetch(channel: Channel): boolean {
    const isFull = this.#inFlight >= inFlightMax
    const isSuspectFull = channel.isSuspect && this.#suspectInFlight >= inFlightMax / 2
    return !isFull && !isSuspectFull && channel.wants > 0 && elapsedMs() >= channel.restsUntilMs
  }

  #channelOf(partnerId: string): Channel {
    let channel = this.#channels.get(partnerId)
    if (channel === undefined) {
      channel = new Channel(partnerId)
      this.#channels.set(partnerId, channel)
      if (this.#channels.size > channelsMax) this.#forgetIdle()
    }
    return channel
  }

  #forgetIdle(): void {
    for (const [partnerId, channel] of this.#channels) if (channel.isIdle) this.#channels.delete(partnerId)
  }

  #pump(channel: Channel): void {
    if (this.#stopped) return
    if (!isHeld(channel, elapsedMs())) channel.lose()
    for (let next = channel.take(); next !== undefined; next = channel.take()) {
      this.#run(this.#send(channel, next))
    }
    if (channel.mayHaveMore && this.#mayFetch(channel)) this.#turn()
  }

  /** Who stops waits for it. It does not fail. */
  #run(what: Promise<void>): void {
    this.#underWay.add(what)
    void what.then(() => this.#underWay.delete(what))
  }

  async #send(channel: Channel, { claimed, endpoint, now, share }: Waiting): Promise<void> {
    const wasSuspect = share.isSuspect
    this.#inFlight += 1
    if (wasSuspect) this.#suspectInFlight += 1
    try {
      const deps = { http: this.#http, vault: this.#kernel.vault }
      const { result, answer } = await deliverEvent(deps, claimed, endpoint, now)
      const news = answer && channel.heard(share, answer, this.#isCrowd)
      // First, so that whoever waits for this delivery to end sees what it brings forward.
      if (news !== undefined) await this.#health.note(channel.partnerId, news)
      this.#recorder.add(result, () => channel.letGo(claimed.sequence))
    } catch (error) {
      this.#kernel.log.error(
        { err: error, partnerId: claimed.partnerId, eventId: claimed.eventId },
        'A webhook could not be made: it is tried again later',
      )
      setTimeout(() => channel.letGo(claimed.sequence), restMs).unref()
    } finally {
      share.ended()
      this.#inFlight -= 1
      if (wasSuspect) this.#suspectInFlight -= 1
      this.#pump(channel)
    }
  }
}

const isHeld = (channel: Channel, nowMs: number): boolean => nowMs < channel.heldUntilMs - leaseMarginMs

const mustRenew = (channel: Channel, nowMs: number): boolean =>
  !channel.isIdle && isHeld(channel, nowMs) && nowMs > channel.heldUntilMs - leaseMs + renewMs

/** The endpoints' versions that stand beside what was claimed. */
function versionsOf(claimed: ReadonlyMap<string, ClaimedQueue>): Map<string, number> {
  const versions = new Map<string, number>()
  for (const [partnerId, { endpointVersion, deliveries }] of claimed) {
    if (endpointVersion !== undefined && deliveries.length > 0) versions.set(partnerId, endpointVersion)
  }
  return versions
}
