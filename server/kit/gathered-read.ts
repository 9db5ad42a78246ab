interface Waiting<V> {
  readonly key: string
  readonly resolve: (value: V | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads of single things that are asked for at the same time share a statement. What is asked for while one is under
 * way waits for the next, so nobody gets what was read before it asked; a lone read waits for nobody.
 */
export class GatheredRead<V> {
  readonly #read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>
  readonly #batchMax: number
  readonly #lanes: number
  #waiting: Waiting<V>[] = []
  #running = 0

  /** `read` gives what it finds by key. `lanes`: statements under way at once. */
  constructor(
    read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
    { batchMax = 100, lanes = 1 }: { batchMax?: number; lanes?: number } = {},
  ) {
    this.#read = read
    this.#batchMax = batchMax
    this.#lanes = lanes
  }

  /** Undefined where there is no such thing. */
  get(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      if (this.#running >= this.#lanes) return
      this.#running += 1
      // Everything that is asked for in this turn of the event loop goes along.
      setImmediate(() => void this.#drain())
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#batchMax)
      try {
        const found = await this.#read([...new Set(batch.map(({ key }) => key))])
        for (const { key, resolve } of batch) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#running -= 1
  }
}
