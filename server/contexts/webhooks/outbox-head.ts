import type { OutboxLook } from './delivery-store.ts'

/**
 * Where in the outbox to begin. Rows do not appear in the order of their positions: a transaction that drew a lower one
 * may commit later. So a position is begun at when every transaction that ran while it was reached has ended; until
 * then, however long that takes, looks begin before it, and the order of events is that of their positions.
 */
export class OutboxHead {
  #from = 0n
  #mark: { readonly position: bigint; readonly xid: bigint } | undefined

  get from(): bigint {
    return this.#from
  }

  /** After a look that began at `from`. */
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
