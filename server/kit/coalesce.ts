interface Waiting<V> {
  readonly promise: Promise<V | undefined>
  readonly resolve: (value: V | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Look-ups that come together go together: while as many calls are under way as may be, further keys wait and share the
 * next. So a thousand cold requests cost a few statements and not a thousand.
 */
export class Coalesced<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>
  readonly #callsMax: number
  readonly #keysMax: number
  readonly #waiting = new Map<K, Waiting<V>>()
  #underWay = 0
  #isWoken = false

  /** `load` answers what it found; a key that is not in its answer is not there. One call at a time, unless said otherwise. */
  constructor(
    load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
    { callsMax = 1, keysMax = Number.POSITIVE_INFINITY }: { callsMax?: number; keysMax?: number } = {},
  ) {
    this.#load = load
    this.#callsMax = callsMax
    this.#keysMax = keysMax
  }

  /** A look-up that began before this was asked never answers it. */
  find(key: K): Promise<V | undefined> {
    const known = this.#waiting.get(key)
    if (known !== undefined) return known.promise
    const waiting = Promise.withResolvers<V | undefined>()
    this.#waiting.set(key, waiting)
    this.#wake()
    return waiting.promise
  }

  /** The calls leave when all that go in step with this one have asked, and before further sockets are read. */
  #wake(): void {
    if (this.#isWoken || this.#underWay >= this.#callsMax) return
    this.#isWoken = true
    process.nextTick(() => {
      this.#isWoken = false
      this.#fill()
    })
  }

  #fill(): void {
    while (this.#waiting.size > 0 && this.#underWay < this.#callsMax) void this.#call(this.#take())
  }

  #take(): ReadonlyMap<K, Waiting<V>> {
    const batch = new Map(this.#waiting.entries().take(this.#keysMax))
    for (const key of batch.keys()) this.#waiting.delete(key)
    return batch
  }

  /** The next call is sent before the keys of this one are answered: who loads has work meanwhile. */
  async #call(batch: ReadonlyMap<K, Waiting<V>>): Promise<void> {
    this.#underWay += 1
    let answer: (key: K, one: Waiting<V>) => void
    try {
      const found = await this.#load([...batch.keys()])
      answer = (key, { resolve }) => resolve(found.get(key))
    } catch (error) {
      answer = (_, { reject }) => reject(error)
    }
    this.#underWay -= 1
    this.#fill()
    for (const [key, one] of batch) answer(key, one)
  }
}
