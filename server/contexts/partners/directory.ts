import { LRUCache } from 'lru-cache'
import type { Kernel } from '../../kit/kernel.ts'
import { Problem, Unavailable } from '../../kit/problem.ts'
import { Freshness } from './freshness.ts'
import type { Partner } from './partner.ts'
import { findKeyHolders, findPartner, type KeyHolder, readGeneration } from './store.ts'

const lookUpMax = 500
const waitingMax = 10_000

interface Waiting {
  readonly fingerprint: string
  readonly resolve: (holder: KeyHolder | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Partners and keys by heart, at most one second old. Unknown keys are remembered too, apart, so that a flood of them
 * neither reaches the database twice nor drives out the good ones.
 */
export class PartnerDirectory {
  readonly #kernel: Kernel
  readonly #freshness: Freshness
  readonly #partners = new LRUCache<string, Partner>({ max: 20_000 })
  readonly #holders = new LRUCache<string, KeyHolder>({ max: 50_000 })
  readonly #strangers = new LRUCache<string, true>({ max: 10_000 })
  /** Counts how often the caches were emptied: what was read before is not put into them afterwards. */
  #epoch = 0
  readonly #waiting: Waiting[] = []
  #lookingUp = false

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.#freshness = new Freshness({
      readNumber: () => readGeneration(kernel.pool),
      onChange: () => {
        this.#epoch += 1
        this.#partners.clear()
        this.#holders.clear()
        this.#strangers.clear()
      },
    })
  }

  /** Throws P418. */
  async get(partnerId: string): Promise<Partner> {
    await this.#freshness.confirm()
    const known = this.#partners.get(partnerId)
    if (known !== undefined) return known
    const epoch = this.#epoch
    const partner = await findPartner(this.#kernel.pool, partnerId)
    if (partner === undefined) throw new Problem('P418')
    if (epoch === this.#epoch) this.#partners.set(partnerId, partner)
    return partner
  }

  /** The holder of the key with this fingerprint; a promise only when it has to be looked up. */
  findHolder(fingerprint: string): KeyHolder | undefined | Promise<KeyHolder | undefined> {
    const stale = this.#freshness.confirm()
    return stale === undefined ? this.#holderOf(fingerprint) : stale.then(() => this.#holderOf(fingerprint))
  }

  /** A change was announced on the channel `partners`. */
  look(): void {
    this.#freshness.look()
  }

  /** A change with this number is about to be committed here: it counts from the moment of the commit. */
  expect(number: bigint): void {
    this.#freshness.expect(number)
  }

  #holderOf(fingerprint: string): KeyHolder | undefined | Promise<KeyHolder | undefined> {
    const known = this.#holders.get(fingerprint)
    if (known !== undefined || this.#strangers.has(fingerprint)) return known
    if (this.#waiting.length >= waitingMax) throw new Unavailable('too many unknown keys are being looked up')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ fingerprint, resolve, reject })
      if (!this.#lookingUp) void this.#lookUp()
    })
  }

  /** One statement at a time, for all that wait: a flood of unknown keys takes one connection at most. */
  async #lookUp(): Promise<void> {
    this.#lookingUp = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, lookUpMax)
      const epoch = this.#epoch
      try {
        const found = await findKeyHolders(
          this.#kernel.pool,
          batch.map(({ fingerprint }) => Buffer.from(fingerprint, 'hex')),
        )
        const holders = new Map(found.map(holder => [holder.key.hash.toString('hex'), holder]))
        for (const { fingerprint, resolve } of batch) {
          const holder = holders.get(fingerprint)
          if (epoch === this.#epoch) {
            if (holder === undefined) this.#strangers.set(fingerprint, true)
            else this.#holders.set(fingerprint, holder)
          }
          resolve(holder)
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#lookingUp = false
  }
}
