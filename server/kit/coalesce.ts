/**
 * Look-ups that come together go together: while one call is under way, further keys wait and share the next. Never
 * more than one call at a time, so a thousand cold requests cost a few statements and not a thousand.
 */
export class Coalesced<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>
  #waiting = new Map<
    K,
    { resolve: (value: V | undefined) => void; reject: (error: unknown) => void; promise: Promise<V | undefined> }
  >()
  #running = false

  /** `load` answers what it found; a key that is not in its answer is not there. */
  constructor(load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {
    this.#load = load
  }

  find(key: K): Promise<V | undefined> {
    const known = this.#waiting.get(key)
    if (known !== undefined) return known.promise
    const { promise, resolve, reject } = Promise.withResolvers<V | undefined>()
    this.#waiting.set(key, { resolve, reject, promise })
    if (!this.#running) {
      this.#running = true
      setImmediate(() => void this.#drain())
    }
    return promise
  }

  async #drain(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = this.#waiting
      this.#waiting = new Map()
      try {
        const found = await this.#load([...batch.keys()])
        for (const [key, { resolve }] of batch) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of batch.values()) reject(error)
      }
    }
    this.#running = false
  }
}
