import { LRUCache } from 'lru-cache'
import { elapsedMs } from '../../kit/clock/clock.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { keepLastUse } from './store.ts'

const everyMs = 60_000
const gatherMs = 500

/** Remembers when keys were last used: at most one write a minute and key, those of half a second in one statement. */
export class KeyUse {
  readonly #kernel: Kernel
  readonly #keptAtMs = new LRUCache<string, number>({ max: 50_000 })
  #waiting: { partnerId: string; keyId: string }[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  note(partnerId: string, keyId: string): void {
    const now = elapsedMs()
    const keptAtMs = this.#keptAtMs.get(keyId)
    if (keptAtMs !== undefined && now - keptAtMs < everyMs) return
    this.#keptAtMs.set(keyId, now)
    this.#waiting.push({ partnerId, keyId })
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs).unref()
  }

  async stop(): Promise<void> {
    this.#flush()
    await this.#writing
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const uses = this.#waiting
    this.#waiting = []
    if (uses.length === 0) return
    this.#writing = this.#writing.then(() => this.#write(uses))
  }

  async #write(uses: readonly { partnerId: string; keyId: string }[]): Promise<void> {
    const { pool, clock, log } = this.#kernel
    try {
      await keepLastUse(pool, uses, await clock.now())
    } catch (error) {
      // Worth no request: the next use in a minute writes it again.
      log.warn({ err: error, keys: uses.length }, 'The last use of some keys could not be written')
    }
  }
}
