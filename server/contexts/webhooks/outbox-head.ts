import type { OutboxLook } from './delivery-store.ts'

/** Once in so long a look begins at the beginning. */
const anewMs = 60_000

/**
 * Where in the outbox to begin. Rows do not appear in the order of their positions: a transaction that drew a lower one
 * may commit later. So a position is begun at when every transaction that ran while it was reached has ended; until
 * then, however long that takes, looks begin before it, and the order of events is that of their positions.
 * A database that was replaced under us (a replica that became the primary without the last transactions) may draw
 * positions again that lie before it: so what is known is forgotten once a minute, and costs one long look to find anew.
 */
export class OutboxHead {
  #from = 0n
  #mark: { readonly position: bigint; readonly xid: bigint } | undefined
  #sinceMs = Number.NEGATIVE_INFINITY

  /** Where the next look begins. Real time, from `elapsedMs`. */
  from(nowMs: number): bigint {
    if (nowMs - this.#sinceMs >= anewMs) {
      this.#from = 0n
      this.#mark = undefined
      this.#sinceMs = nowMs
    }
    return this.#from
  }

  /** After a look that began there. */
  note({ reached, oldestXid, nextXid }: Pick<OutboxLook, 'reached' | 'oldestXid' | 'nextXid'>): void {
    if (this.#mark !== undefined && oldestXid >= this.#mark.xid) {
      // A look that did not come as far took only some of what was there.
      const { position } = this.#mark
      this.#from = reached === undefined || reached > position ? position : reached
      this.#mark = undefined
    }
    if (reached !== undefined) this.#mark ??= { position: reached, xid: nextXid }
  }
}
