import type { KeyObject } from 'node:crypto'
import type { EventType } from '@florin/contract/events.ts'
import { LRUCache } from 'lru-cache'
import type { Kernel } from '../../kit/kernel.ts'
import { destinationOf, type Endpoint, healthUrlOf, stillValid } from './endpoint.ts'
import { keyOfSecret } from './signature.ts'
import { findEndpoints } from './store.ts'

interface FormerKey {
  readonly key: KeyObject
  readonly validUntil: Date
}

/** An endpoint with its secrets in clear, ready to be called. */
export class OpenedEndpoint {
  readonly version: number
  readonly token: string | undefined
  readonly healthUrl: string | undefined
  readonly #endpoint: Endpoint
  readonly #key: KeyObject
  readonly #former: readonly FormerKey[]
  readonly #urls = new Map<EventType, string | undefined>()

  private constructor(endpoint: Endpoint, token: string | undefined, key: KeyObject, former: readonly FormerKey[]) {
    this.version = endpoint.version
    this.token = token
    this.healthUrl = healthUrlOf(endpoint)
    this.#endpoint = endpoint
    this.#key = key
    this.#former = former
  }

  static async open({ vault }: Pick<Kernel, 'vault'>, endpoint: Endpoint): Promise<OpenedEndpoint> {
    const { partnerId, dataKeyId } = endpoint
    const textOf = async (sealed: Buffer): Promise<string> => String(await vault.open(partnerId, dataKeyId, sealed))
    const token = endpoint.token === null ? undefined : await textOf(endpoint.token)
    const keyOf = async (sealed: Buffer): Promise<KeyObject> => keyOfSecret(await textOf(sealed))
    const former = endpoint.former.map(async ({ sealed, validUntil }) => ({ key: await keyOf(sealed), validUntil }))
    return new OpenedEndpoint(endpoint, token, await keyOf(endpoint.secret), await Promise.all(former))
  }

  /** The URL for an event type; undefined where nothing is to be sent. */
  urlFor(type: EventType): string | undefined {
    if (!this.#urls.has(type)) this.#urls.set(type, destinationOf(this.#endpoint, type))
    return this.#urls.get(type)
  }

  /** The keys that sign now, newest first: the current one, and those that were replaced within a day. */
  keysAt(now: Date): readonly KeyObject[] {
    return [this.#key, ...stillValid(this.#former, now).map(({ key }) => key)]
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
