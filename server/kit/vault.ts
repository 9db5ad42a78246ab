import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { NIL_ID } from './ids.ts'
import type { Sql } from './sql.ts'
import { findDataKey, findKeysWrappedBy, insertDataKey, rewrapDataKey } from './vault-store.ts'

/*
 * Envelope encryption. A data key (one a user, one a partner's secrets) seals values with AES-256-GCM; the master key
 * wraps the data keys. Destroying a data key erases what it sealed, everywhere.
 * Sealed form: version 1, 12 bytes of nonce, ciphertext, 16 bytes of tag. The data key's id is bound in as AAD.
 * Keys are `KeyObject`s: from plain bytes Node 24 needs 42 µs for what takes 10.
 */

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** A value cannot be opened: its data key was destroyed. */
export class Erased extends Error {
  override readonly name = 'Erased'
}

/** What is sealed is wrapped by a master key that is not among ours. */
export class UnknownMasterKey extends Error {
  override readonly name = 'UnknownMasterKey'
}

const nonces = Buffer.alloc(nonceBytes * 256)
let nextNonce = nonces.length

/** Fresh random bytes; one call to the system's source serves 256. Valid until the next call. */
function drawNonce(): Buffer {
  if (nextNonce === nonces.length) {
    randomFillSync(nonces)
    nextNonce = 0
  }
  nextNonce += nonceBytes
  return nonces.subarray(nextNonce - nonceBytes, nextNonce)
}

function sealWith(key: KeyObject, context: string, plain: Buffer): Buffer {
  const nonce = drawNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openWith(key: KeyObject, context: string, sealed: Buffer): Buffer {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) throw new Error('not a sealed value')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceBytes))
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes)), decipher.final()])
}

/** The master keys: the current one wraps, every one opens, so that rotation needs no stop. */
export interface MasterKeys {
  readonly current: Buffer
  readonly former: readonly Buffer[]
}

const idOfMasterKey = (key: Buffer): string =>
  createHash('sha256').update('master-key|').update(key).digest('hex').slice(0, 16)

const derive = (key: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, '', purpose, 32)))

export class Vault {
  readonly #masters: ReadonlyMap<string, KeyObject>
  readonly #currentId: string
  readonly #sql: Sql
  #blind: KeyObject | undefined
  readonly #keys = new LRUCache<string, KeyObject>({ max: 10_000, ttl: 60_000 })

  /** `sql` is the pool: keys are read outside transactions, made inside them. */
  constructor(parts: { masters: MasterKeys; sql: Sql }) {
    const all = [parts.masters.current, ...parts.masters.former]
    this.#masters = new Map(all.map(key => [idOfMasterKey(key), derive(key, 'wrap')]))
    this.#currentId = idOfMasterKey(parts.masters.current)
    this.#sql = parts.sql
  }

  /**
   * Loads the key of the blind indexes, making it in a new database. It is a data key like others, so it outlives the
   * rotation of master keys. Throws when the configured master key is not the one of this database.
   */
  async start(now: Date): Promise<void> {
    if ((await findDataKey(this.#sql, NIL_ID, NIL_ID)) === undefined)
      await this.createKey(this.#sql, NIL_ID, NIL_ID, now)
    this.#keys.delete(`${NIL_ID}/${NIL_ID}`)
    this.#blind = await this.#key(NIL_ID, NIL_ID)
  }

  /** Makes a data key in the open transaction of `sql`. */
  async createKey(sql: Sql, partnerId: string, id: string, now: Date): Promise<void> {
    const master = this.#masters.get(this.#currentId)
    if (master === undefined) throw new Error('the current master key is missing')
    const key = randomBytes(32)
    await insertDataKey(sql, {
      partnerId,
      id,
      wrapped: sealWith(master, id, key),
      masterKeyId: this.#currentId,
      createdAt: now,
    })
    this.#keys.set(`${partnerId}/${id}`, createSecretKey(key))
  }

  async sealBytes(partnerId: string, keyId: string, plain: string | Buffer): Promise<Buffer> {
    return sealWith(await this.#key(partnerId, keyId), keyId, Buffer.from(plain))
  }

  /** Base64 of the sealed text. */
  async seal(partnerId: string, keyId: string, plain: string | Buffer): Promise<string> {
    return (await this.sealBytes(partnerId, keyId, plain)).toString('base64')
  }

  /** Throws `Erased` when the data key is gone. */
  async open(partnerId: string, keyId: string, sealed: Buffer | string): Promise<Buffer> {
    const bytes = typeof sealed === 'string' ? Buffer.from(sealed, 'base64') : sealed
    return openWith(await this.#key(partnerId, keyId), keyId, bytes)
  }

  /** As `open`; undefined once the data key is gone. */
  async openKept(partnerId: string, keyId: string, sealed: Buffer | string): Promise<Buffer | undefined> {
    try {
      return await this.open(partnerId, keyId, sealed)
    } catch (error) {
      if (error instanceof Erased) return undefined
      throw error
    }
  }

  /** What sealed JSON of ours says; undefined once the data key is gone. */
  async openJson<T>(partnerId: string, keyId: string, sealed: Buffer | string): Promise<T | undefined> {
    const plain = await this.openKept(partnerId, keyId, sealed)
    return plain && (JSON.parse(plain.toString()) as T)
  }

  /**
   * Wraps keys that a former master key wraps by the current one, some at a time; returns how many. What they seal stays
   * as it is. When there are none left the former master key opens nothing any more and can be thrown away.
   */
  async wrapAnew(limit: number): Promise<number> {
    const current = this.#masters.get(this.#currentId)
    const formerIds = [...this.#masters.keys()].filter(id => id !== this.#currentId)
    if (current === undefined || formerIds.length === 0) return 0
    const keys = await findKeysWrappedBy(this.#sql, formerIds, limit)
    for (const { masterKeyId, wrapped, ...key } of keys) {
      const former = this.#masters.get(masterKeyId)
      if (former === undefined) continue
      const anew = sealWith(current, key.id, openWith(former, key.id, wrapped))
      await rewrapDataKey(this.#sql, { ...key, wrapped: anew, masterKeyId: this.#currentId }, masterKeyId)
    }
    return keys.length
  }

  /** Forgets a key that was destroyed. Other processes forget it within the cache's minute. */
  forget(partnerId: string, keyId: string): void {
    this.#keys.delete(`${partnerId}/${keyId}`)
  }

  /** A keyed fingerprint to search sealed values by: equal texts in one field of one partner have equal indexes. */
  blindIndex(partnerId: string, field: string, text: string): Buffer {
    if (this.#blind === undefined) throw new Error('the vault was not started')
    return createHmac('sha256', this.#blind).update(`${partnerId}|${field}|`).update(text).digest()
  }

  async #key(partnerId: string, id: string): Promise<KeyObject> {
    const name = `${partnerId}/${id}`
    const cached = this.#keys.get(name)
    if (cached !== undefined) return cached
    const row = await findDataKey(this.#sql, partnerId, id)
    if (row === undefined) throw new Error(`there is no data key ${id}`)
    if (row.wrapped === null) throw new Erased('the data key was destroyed')
    const master = this.#masters.get(row.masterKeyId)
    if (master === undefined) throw new UnknownMasterKey(`data key ${id} is wrapped by master key ${row.masterKeyId}`)
    const key = createSecretKey(openWith(master, id, row.wrapped))
    this.#keys.set(name, key)
    return key
  }
}
