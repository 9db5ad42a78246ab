type Waiting<V> = PromiseWithResolvers<V | undefined>

/**
 * Look-ups that come together go together: while as many calls are under way as may be, further keys wait and share the
 * next. So a thousand cold requests cost a few statements and not a thousand.
 */
export class Coalesced<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<readonly (V | undefined)[]>
  readonly #callsMax: number
  readonly #keysMax: number
  readonly #waiting = new Map<K, Waiting<V>>()
  #underWay = 0
  #isWoken = false

  /** `load` answers what it found for each key, in their order. One call at a time, unless said otherwise. */
  constructor(
    load: (keys: readonly K[]) => Promise<readonly (V | undefined)[]>,
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
    while (this.#waiting.size > 0 && this.#underWay < this.#callsMax) void this.#call()
  }

  /** The next call is sent before the keys of this one are answered: who loads has work meanwhile. */
  async #call(): Promise<void> {
    const keys: K[] = []
    const asked: Waiting<V>[] = []
    for (const [key, one] of this.#waiting) {
      if (keys.length === this.#keysMax) break
      keys.push(key)
      asked.push(one)
      this.#waiting.delete(key)
    }
    this.#underWay += 1
    let answer: (one: Waiting<V>, index: number) => void
    try {
      const found = await this.#load(keys)
      answer = ({ resolve }, index) => resolve(found[index])
    } catch (error) {
      answer = ({ reject }) => reject(error)
    }
    this.#underWay -= 1
    this.#fill()
    asked.forEach(answer)
  }
}
