import type { Money } from '../money.ts'
import type { Work } from './work.ts'

/** One line of a journal entry: units move from the debit account to the credit account. */
export interface Line {
  /** Ids of accounts of one partner. */
  readonly debit: string
  readonly credit: string
  readonly money: Money
  /** Must be booked although the money is gone: what is missing becomes the customer's receivable. */
  readonly forced?: boolean
}

/** The postings of one business event. `kind` and `businessId` are unique together: an event is booked once. */
export interface JournalEntry {
  readonly kind: string
  readonly businessId: string
  readonly lines: readonly Line[]
  readonly valueDate?: string
  readonly reverses?: string
}

export type HoldOp =
  | {
      readonly op: 'place'
      readonly id: string
      readonly accountId: string
      readonly money: Money
      readonly kind: string
      readonly businessId: string
      readonly expiresAt?: Date
    }
  | {
      readonly op: 'capture' | 'release' | 'expire'
      readonly id: string
      readonly accountId: string
      readonly money: Money
    }

/** A row of an owner's history. */
export interface HistoryLine {
  readonly ownerId: string
  readonly id: string
  readonly type: string
  readonly direction: 'IN' | 'OUT'
  readonly status: string
  readonly accountId: string
  readonly money: Money
  readonly fee?: Money
  readonly counterparty?: string
  readonly reference?: string
  /** Counterparty and reference where they are personal data: kept under this data key, not in clear. */
  readonly personal?: { readonly dataKeyId: string; readonly counterparty?: string; readonly reference?: string }
  readonly createdAt: Date
  readonly completedAt?: Date
  /** The row is there: it moves on in status, fee and balance; the rest stays. */
  readonly movesOn?: true
}

/** What has happened, past tense, as the partner sees it. The body is frozen as text when the event is made. */
export interface EventDraft {
  readonly type: string
  readonly subject: string
  readonly version: number
  readonly body: unknown
  /** Seals the body under this data key: it holds personal data. */
  readonly dataKeyId?: string
}

export interface JobRequest {
  readonly kind: string
  /** At most one waiting job a kind and key. */
  readonly key: string
  readonly payload: unknown
  readonly dueAt?: Date
}

/** A line of the append-only audit trail; the actor, reason and cause are the unit of work's. */
export interface AuditNote {
  readonly action: string
  readonly subject: string
  readonly detail?: Record<string, unknown>
}

/** A row of a context's own table that a gathered call inserts: column names as in SQL. */
export interface TableRow {
  readonly table: string
  readonly row: Record<string, unknown>
}

/** What an owner uses of a limit; only owners that bear limits have any. Checked and counted in the call that books. */
export interface LimitUse {
  readonly ownerId: string
  /** One of the operations of the `limits` context. */
  readonly operation: string
  /** Cents of EUR; below zero it is given back. */
  readonly eurCents: bigint
  /** When what is given back was taken: it returns to the windows of then, as far as they still run. */
  readonly takenAt?: Date
}

/** What a decision does besides its own row. */
export interface Effects {
  readonly use?: readonly LimitUse[]
  readonly hold?: readonly HoldOp[]
  readonly post?: readonly JournalEntry[]
  readonly tell?: readonly HistoryLine[]
  readonly emit?: readonly EventDraft[]
  readonly then?: readonly JobRequest[]
  readonly note?: readonly AuditNote[]
}

/** Writes a noun's row, guarded by its version. Throws `StaleRow` when somebody else was faster. */
export interface Store<T> {
  save(work: Work, next: T): Promise<void>
}

/** A noun's pure function gives one of these; `commit` writes all of it in the one transaction. */
export interface Decision<T> extends Effects {
  readonly next: T
  /** Decisions on other nouns that belong to the same event: an exchange also consumes a lock. */
  readonly also?: readonly Saved[]
}

/** A decision together with where its row goes. */
export interface Saved {
  readonly effects: Effects
  readonly also: readonly Saved[]
  save(work: Work): Promise<void>
}

export const saved = <T>(store: Store<T>, decision: Decision<T>): Saved => ({
  effects: decision,
  also: decision.also ?? [],
  save: work => store.save(work, decision.next),
})

/** The row was changed since it was loaded. The transaction is tried again by the edge. */
export class StaleRow extends Error {
  override readonly name = 'StaleRow'
}
