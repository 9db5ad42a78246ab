import type { KeyObject } from 'node:crypto'
import type { EventType } from '@florin/contract/events.ts'
import { LRUCache } from 'lru-cache'
import type { Kernel } from '../../kit/kernel.ts'
import { destinationOf, type Endpoint, healthUrlOf } from './endpoint.ts'
import { keyOfSecret } from './signature.ts'
import { findEndpoints } from './store.ts'

/** An endpoint with its secrets in clear, ready to be called. */
export class OpenedEndpoint {
  readonly version: number
  readonly token: string | undefined
  readonly healthUrl: string | undefined
  readonly #endpoint: Endpoint
  readonly #keys: readonly KeyObject[]
  readonly #urls = new Map<EventType, string | undefined>()

  private constructor(endpoint: Endpoint, token: string | undefined, keys: readonly KeyObject[]) {
    this.version = endpoint.version
    this.token = token
    this.healthUrl = healthUrlOf(endpoint)
    this.#endpoint = endpoint
    this.#keys = keys
  }

  static async open({ vault }: Pick<Kernel, 'vault'>, endpoint: Endpoint): Promise<OpenedEndpoint> {
    const { partnerId, dataKeyId } = endpoint
    const textOf = async (sealed: Buffer): Promise<string> => String(await vault.open(partnerId, dataKeyId, sealed))
    const token = endpoint.token === null ? undefined : await textOf(endpoint.token)
    const keys = [keyOfSecret(await textOf(endpoint.secret))]
    if (endpoint.previousSecret !== null) keys.push(keyOfSecret(await textOf(endpoint.previousSecret)))
    return new OpenedEndpoint(endpoint, token, keys)
  }

  /** The URL for an event type; undefined where nothing is to be sent. */
  urlFor(type: EventType): string | undefined {
    if (!this.#urls.has(type)) this.#urls.set(type, destinationOf(this.#endpoint, type))
    return this.#urls.get(type)
  }

  /** The keys that sign now: two in the day after a rotation. */
  keysAt(now: Date): readonly KeyObject[] {
    const until = this.#endpoint.previousValidUntil
    return until !== null && now < until ? this.#keys : this.#keys.slice(0, 1)
  }
}

const openedMax = 10_000

/** Opened endpoints by heart. Whoever asks says which version is in force, so none is ever out of date. */
export class EndpointBook {
  readonly #kernel: Kernel
  readonly #opened = new LRUCache<string, OpenedEndpoint>({ max: openedMax })

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** The endpoints of these partners at these versions (or later ones). One that cannot be opened is left out and logged. */
  async load(versions: ReadonlyMap<string, number>): Promise<Map<string, OpenedEndpoint>> {
    const found = new Map<string, OpenedEndpoint>()
    const missing: string[] = []
    for (const [partnerId, version] of versions) {
      const known = this.#opened.get(partnerId)
      if (known !== undefined && known.version >= version) found.set(partnerId, known)
      else missing.push(partnerId)
    }
    if (missing.length === 0) return found
    for (const endpoint of await findEndpoints(this.#kernel.pool, missing)) {
      try {
        const opened = await OpenedEndpoint.open(this.#kernel, endpoint)
        this.#opened.set(endpoint.partnerId, opened)
        found.set(endpoint.partnerId, opened)
      } catch (error) {
        this.#kernel.log.error(
          { err: error, partnerId: endpoint.partnerId },
          'The secrets of a webhook endpoint cannot be opened',
        )
      }
    }
    return found
  }
}
