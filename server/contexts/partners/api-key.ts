import { hash } from 'node:crypto'
import type { Scope } from '@florin/contract/kernel/endpoint.ts'
import { randomToken } from '../../kit/ids.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'

/** A key by which a partner is known. Only its hash is kept. */
export interface ApiKey {
  readonly partnerId: string
  readonly id: string
  readonly hash: Buffer
  /** The first characters, to tell it from the others. */
  readonly prefix: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly version: number
  readonly createdAt: Date
  readonly lastUsedAt: Date | undefined
  readonly revokedAt: Date | undefined
}

const ranks: readonly Scope[] = ['read', 'write', 'admin']

/** `admin` covers `write`, and `write` covers `read`: the highest one says all. */
export const highestScope = (scopes: readonly Scope[]): Scope =>
  ranks.findLast(scope => scopes.includes(scope)) ?? 'read'

/** As hex: six times faster than a Buffer (1.3 µs instead of 8), and it happens at every request. */
export const fingerprintOf = (key: string): string => hash('sha256', key, 'hex')

export const hashOfKey = (key: string): Buffer => Buffer.from(fingerprintOf(key), 'hex')

/** 256 bits of chance, with a prefix that says where it works and that secret scanners know. */
export const makeKey = (environment: 'sandbox' | 'production'): string =>
  `${environment === 'sandbox' ? 'sk_test_' : 'sk_live_'}${randomToken()}`

const shownLength = 12

/** Never more than a quarter of a key, so that a short configured one is not given away. */
export const prefixOf = (key: string): string => key.slice(0, Math.min(shownLength, Math.floor(key.length / 4)))

export interface NewKey {
  readonly partnerId: string
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Date
}

export function issueKey(fresh: NewKey, key: string): Decision<ApiKey> {
  const next: ApiKey = {
    ...fresh,
    hash: hashOfKey(key),
    prefix: prefixOf(key),
    version: 1,
    lastUsedAt: undefined,
    revokedAt: undefined,
  }
  const detail = { name: next.name, scopes: next.scopes, prefix: next.prefix }
  return { next, note: [{ action: 'api-key.created', subject: next.id, detail }] }
}

/**
 * Revokes a key; undefined where it is revoked already. `others`: the live keys of the partner beside it, given when
 * the partner itself asks: it may not lock itself out. Throws P403.
 */
export function revokeKey(key: ApiKey, now: Date, others?: readonly ApiKey[]): Decision<ApiKey> | undefined {
  if (key.revokedAt !== undefined) return undefined
  const isAdmin = ({ scopes }: ApiKey) => highestScope(scopes) === 'admin'
  if (others !== undefined && isAdmin(key) && !others.some(isAdmin)) {
    throw invalidField('keyId', 'is the last key with the scope admin: make another one first')
  }
  const next: ApiKey = { ...key, revokedAt: now, version: key.version + 1 }
  const detail = { name: next.name, prefix: next.prefix }
  return { next, note: [{ action: 'api-key.revoked', subject: next.id, detail }] }
}
