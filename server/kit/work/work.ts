import { uuidv7 } from '../ids.ts'
import type { Sql } from '../sql.ts'
import type { Vault } from '../vault.ts'

/** Who acts, why, and what it follows from: written on every entry, event, job and audit record of the unit of work. */
export interface Origin {
  /** `key:<id>`, `operator:<name>`, `job:<kind>` or `system:<part>`. */
  readonly actor: string
  readonly partnerId: string
  readonly requestId?: string
  readonly reason?: string
  /** The event or job that led here. */
  readonly cause?: string
}

/** A unit of work: one open transaction (or, for reads, single statements), one moment, one origin. */
export interface Work extends Origin {
  readonly sql: Sql
  readonly now: Date
  readonly vault: Vault
  /** Contexts above that listen to an event type get a job in the same commit. */
  readonly listeners: Listeners
  newId(): string
}

/** Event type → kinds of the jobs that react to it. */
export type Listeners = Readonly<Record<string, readonly string[]>>

export function makeWork(parts: Origin & { sql: Sql; now: Date; vault: Vault; listeners: Listeners }): Work {
  return { ...parts, newId: () => uuidv7(parts.now) }
}
