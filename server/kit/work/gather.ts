import type { Log } from '../log.ts'
import { answerWasLost } from '../postgres/connect.ts'
import { Unavailable } from '../problem.ts'
import type { Sql } from '../sql.ts'
import type { Vault } from '../vault.ts'
import { addItem, type Item, needsSealing, nothingSealed, type Sealings, sealItem } from './batch.ts'
import { BatchMemory } from './batch-columns.ts'
import { Batch } from './batch-rows.ts'
import { commitBatch } from './store.ts'
import { refusalAnswers } from './verdict.ts'
import type { Listeners } from './work.ts'

/*
 * Requests in flight share a commit. What arrived while the last call ran is the next batch: no timer, so a lone
 * request waits for nobody. A second call sets off beside the one under way when as many wait as that one took: so the
 * database has work while one is flushed to the disk, or answered and asked anew, and neither is small. The queue is
 * bounded.
 */

/** No second call for fewer: a call costs by itself as much as about ten of its items. */
const secondMin = 16

/** Beyond this many waiting items the answer is 503: better said at once than after a time-out. */
const queueMax = 5_000

/** Nothing was written: the queue is full or the process is stopping. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded'
}

/** `committed`, or why nothing of the item was written. `claimed`: somebody else has its idempotency key. */
export type Outcome = 'committed' | (string & {})

interface Waiting {
  readonly item: Item
  readonly sealings: Sealings
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** A connection of the gatherer's own. */
export interface GatherLink extends Sql {
  /** After a lost answer: the ids of those of the entries that were written, once that is settled. */
  findWritten(entries: readonly { partnerId: string; id: string }[]): Promise<ReadonlySet<string>>
}

interface Lane {
  readonly link: GatherLink
  /** Of its calls, which are one after the other. */
  readonly memory: BatchMemory
  busy: boolean
  /** Items of its last call, which is under way while it is busy. */
  items: number
}

export interface GathererParts {
  /** As many calls may be under way. */
  readonly links: readonly GatherLink[]
  readonly vault: Vault
  readonly listeners: Listeners
  readonly log: Log
  /** Items a call at most. Larger ones gain little and hold locks longer: best between 64 and 200. 1: no sharing. */
  readonly batchSize: number
}

export class Gatherer {
  readonly #parts: GathererParts
  readonly #batchSize: number
  readonly #lanes: readonly Lane[]
  #queue: Waiting[] = []
  #stopped = false
  /** Items and calls so far, for metrics. */
  items = 0
  calls = 0

  constructor(parts: GathererParts) {
    this.#parts = parts
    this.#batchSize = parts.batchSize
    this.#lanes = parts.links.map(link => ({ link, memory: new BatchMemory(), busy: false, items: 0 }))
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Writes the item together with others; resolves when it is durable, or with the verdict that refused it. */
  submit(item: Item): Promise<Outcome> {
    if (!needsSealing(item)) return this.#enqueue(item, nothingSealed)
    return sealItem(item, this.#parts.vault).then(sealings => this.#enqueue(item, sealings))
  }

  #enqueue(item: Item, sealings: Sealings): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#stopped || this.#queue.length >= queueMax)
        return reject(new Overloaded('too many requests are waiting'))
      this.#queue.push({ item, sealings, resolve, reject })
      this.#wake()
    })
  }

  /** Takes no more, and resolves when what was taken is answered. */
  async stop(): Promise<void> {
    this.#stopped = true
    while (this.#isBusy || this.#queue.length > 0) await new Promise(resolve => setImmediate(resolve))
  }

  get #isBusy(): boolean {
    return this.#lanes.some(lane => lane.busy)
  }

  /** How many must wait for a free lane to set off: any, unless another one is under way and would take them. */
  #worthwhile(lane: Lane): number {
    const other = this.#lanes.find(one => one !== lane && one.busy)
    return other === undefined ? 1 : Math.min(this.#batchSize, Math.max(secondMin, other.items))
  }

  #wake(): void {
    const lane = this.#lanes.find(one => !one.busy)
    if (lane === undefined || this.#queue.length < this.#worthwhile(lane)) return
    lane.busy = true
    // After the sockets of this turn were read, so that requests that came together go together.
    setImmediate(() => void this.#drain(lane))
  }

  async #drain(lane: Lane): Promise<void> {
    while (this.#queue.length >= this.#worthwhile(lane)) {
      const waiting = this.#queue.splice(0, this.#batchSize)
      lane.items = waiting.length
      await this.#write(lane, waiting)
    }
    lane.busy = false
    this.#wake()
  }

  async #write(lane: Lane, waiting: readonly Waiting[]): Promise<void> {
    this.calls += 1
    this.items += waiting.length
    const batch = new Batch(waiting.length, lane.memory)
    try {
      for (const { item, sealings } of waiting) addItem(batch, item, sealings, this.#parts.listeners)
    } catch (error) {
      return this.#alone(lane, waiting, error)
    }
    try {
      const verdicts = await commitBatch(lane.link, batch, refusalAnswers)
      const refused = new Map(verdicts.map(({ o, verdict }) => [o, verdict]))
      waiting.forEach((one, index) => {
        one.resolve(refused.get(index + 1) ?? 'committed')
      })
    } catch (error) {
      await this.#recover(lane, waiting, batch.entryIds, error)
    }
  }

  /**
   * The call failed as a whole. What could not even be sent is refused. A clear answer of the database means that
   * nothing was written: each item is tried alone. A lost answer leaves it open: the books are looked into before
   * anyone is answered.
   */
  async #recover(
    lane: Lane,
    waiting: readonly Waiting[],
    entryIds: readonly string[][],
    error: unknown,
  ): Promise<void> {
    const { log } = this.#parts
    const rejectAll = (reason: unknown): void => waiting.forEach(one => one.reject(reason))
    if (error instanceof Unavailable) return rejectAll(error)
    const items = waiting.length
    if (!answerWasLost(error)) return this.#alone(lane, waiting, error)
    log.warn({ err: error, items }, 'The answer to a gathered call was lost: looking up what was written')
    const entriesOf = waiting.map(({ item }, index) =>
      (entryIds[index] ?? []).map(id => ({ partnerId: item.origin.partnerId, id })),
    )
    try {
      const written = await lane.link.findWritten(entriesOf.flat())
      waiting.forEach((one, index) => {
        const entries = entriesOf[index] ?? []
        const isWritten = entries.length > 0 && entries.every(entry => written.has(entry.id))
        if (isWritten) one.resolve('committed')
        else one.reject(new Unavailable('the answer was lost, and nothing was written', { cause: error }))
      })
    } catch (cause) {
      log.error({ err: cause, items }, 'What was written could not be looked up: the callers must ask again')
      rejectAll(new Unavailable('the answer was lost, and the database is away', { cause: error }))
    }
  }

  /** Nothing was written, and it may be one item's fault: each is tried by itself. */
  async #alone(lane: Lane, waiting: readonly Waiting[], error: unknown): Promise<void> {
    const [first, ...others] = waiting
    if (others.length === 0) return first?.reject(error)
    this.#parts.log.warn(
      { err: error, items: waiting.length },
      'A gathered call failed: its items are tried one by one',
    )
    for (const one of waiting) await this.#write(lane, [one])
  }
}
