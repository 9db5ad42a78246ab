import { setTimeout as pause } from 'node:timers/promises'
import { elapsedMs, realNow } from '../../kit/clock/clock.ts'
import { uuidv7 } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { Channel, type Waiting } from './channel.ts'
import { deliverEvent } from './deliver-event.ts'
import { type Claimed, claimDeliveries, findDuePartners } from './delivery-store.ts'
import { EndpointBook } from './endpoint-book.ts'
import { HealthWatch } from './health-watch.ts'
import type { PartnerHttp } from './partner-http.ts'
import { Recorder } from './recorder.ts'

export interface DeliveryOptions {
  /** How long a delivery is this process's, in real time; a crash delays it by as much. */
  readonly leaseMs?: number
}

/** More than a call may take: nothing is sent whose lease could end before the answer is written. */
const sendingMaxMs = 13_000
const leaseDefaultMs = 30_000
/** Real time between looks when nothing wakes it: due moments pass without a notification. */
const pollMs = 500
const stopMaxMs = 3_000
const inFlightMax = 2_000
const unwrittenMax = 4_000
const channelsMax = 10_000

/**
 * Sends what is due. Many processes may do so on one database: a delivery is leased to one of them at a time. Each
 * partner has its own channel, with its own connections and its own share.
 */
export class DeliveryWorker {
  /** Something became due; the clock was moved. */
  readonly channels = ['webhooks', 'clock']
  readonly #kernel: Kernel
  readonly #http: PartnerHttp
  readonly #holder = uuidv7(realNow())
  readonly #leaseMs: number
  readonly #book: EndpointBook
  readonly #recorder: Recorder
  readonly #health: HealthWatch
  readonly #channels = new Map<string, Channel>()
  readonly #underWay = new Map<Claimed, Promise<void>>()
  #inFlight = 0
  #suspectInFlight = 0
  #mustDiscover = false
  #turning: Promise<void> | undefined
  #turnAgain = false
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(kernel: Kernel, http: PartnerHttp, { leaseMs = leaseDefaultMs }: DeliveryOptions = {}) {
    this.#kernel = kernel
    this.#http = http
    this.#leaseMs = leaseMs
    this.#book = new EndpointBook(kernel)
    this.#recorder = new Recorder(kernel, this.#holder)
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
   * Sends no more and waits a moment for what is under way. What still has no answer then is given back with the rest:
   * it will be sent again, with the same id.
   */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turning
    for (const channel of this.#channels.values()) this.#giveBack(channel.empty().map(({ claimed }) => claimed))
    await Promise.race([Promise.all(this.#underWay.values()), pause(stopMaxMs, undefined, { ref: false })])
    this.#giveBack([...this.#underWay.keys()])
    await this.#recorder.stop()
    await this.#health.stop()
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
    if (this.#mustDiscover) {
      this.#mustDiscover = false
      for (const partnerId of await findDuePartners(this.#kernel.pool, now))
        this.#channelOf(partnerId).mayHaveMore = true
      this.#health.look(now)
    }
    if (this.#recorder.unwritten > unwrittenMax) return
    const wanting = [...this.#channels.values()].filter(channel => channel.mayHaveMore && this.#mayFetch(channel))
    if (wanting.length === 0) return
    const counts = wanting.map(channel => channel.wants)
    const at = { now, claimedAtMs: elapsedMs() }
    const claimed = await claimDeliveries(this.#kernel.pool, {
      now,
      holder: this.#holder,
      leaseMs: this.#leaseMs,
      partnerIds: wanting.map(channel => channel.partnerId),
      counts,
    })
    await this.#put(claimed, at, wanting, counts)
  }

  async #put(
    claimed: readonly Claimed[],
    at: Pick<Waiting, 'now' | 'claimedAtMs'>,
    channels: readonly Channel[],
    counts: readonly number[],
  ): Promise<void> {
    const byPartner = Map.groupBy(claimed, ({ partnerId }) => partnerId)
    const versions = new Map<string, number>()
    for (const [partnerId, [first]] of byPartner) {
      if (first?.endpointVersion !== undefined) versions.set(partnerId, first.endpointVersion)
    }
    const endpoints = await this.#book.load(versions)
    channels.forEach((channel, i) => {
      const own = byPartner.get(channel.partnerId) ?? []
      channel.mayHaveMore = own.length === counts[i]
      const endpoint = endpoints.get(channel.partnerId)
      // Its secrets cannot be opened (that is logged): the lease runs out, and then it is tried again.
      if (endpoint === undefined) return
      own.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
      channel.put(own.map(one => ({ ...at, claimed: one, endpoint })))
      this.#pump(channel)
    })
  }

  /** Those that hang may together hold half of what may be under way. */
  #mayFetch(channel: Channel): boolean {
    const isFull = this.#inFlight >= inFlightMax
    const isSuspectFull = channel.isSuspect && this.#suspectInFlight >= inFlightMax / 2
    return !isFull && !isSuspectFull && channel.wants > 0
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
    while (!this.#stopped) {
      const next = channel.take()
      if (next === undefined) break
      if (elapsedMs() - next.claimedAtMs > this.#leaseMs - sendingMaxMs) {
        channel.inFlight -= 1
        this.#giveBack([next.claimed])
        continue
      }
      this.#underWay.set(next.claimed, this.#send(channel, next))
    }
    if (channel.mayHaveMore && this.#mayFetch(channel)) this.#turn()
  }

  async #send(channel: Channel, { claimed, endpoint, now }: Waiting): Promise<void> {
    const wasSuspect = channel.isSuspect
    this.#inFlight += 1
    if (wasSuspect) this.#suspectInFlight += 1
    try {
      const deps = { http: this.#http, vault: this.#kernel.vault }
      const { result, answer } = await deliverEvent(deps, claimed, endpoint, now)
      const news = answer && channel.heard(answer)
      // First, so that whoever waits for this delivery to end sees what it brings forward.
      if (news !== undefined) await this.#health.note(channel.partnerId, news)
      this.#recorder.add(result)
    } catch (error) {
      this.#kernel.log.error(
        { err: error, partnerId: claimed.partnerId, eventId: claimed.eventId },
        'A webhook could not be made: it waits until its lease ends',
      )
    } finally {
      channel.inFlight -= 1
      this.#inFlight -= 1
      this.#underWay.delete(claimed)
      if (wasSuspect) this.#suspectInFlight -= 1
      this.#pump(channel)
    }
  }

  #giveBack(all: readonly Claimed[]): void {
    for (const { partnerId, sequence } of all) {
      this.#recorder.add(() => ({ partnerId, sequence, outcome: 'returned' }))
    }
  }
}
