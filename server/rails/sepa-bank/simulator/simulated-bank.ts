import type { FaultyRail } from '../../../contexts/sandbox/index.ts'
import type { IncomingCredit } from '../../../contexts/sepa/index.ts'
import { berlinDay } from '../../../kit/calendar.ts'
import { uuidv7 } from '../../../kit/ids.ts'
import type { Kernel } from '../../../kit/kernel.ts'
import { withTransaction } from '../../../kit/postgres/connect.ts'
import type { Sql } from '../../../kit/sql.ts'
import { notificationOf } from './notification.ts'
import * as store from './store.ts'

/** Bookings of so long share a notification, as banks collect them. By the clock. */
const latencyMs = 1_000
const slownessMs = 600_000

/** Whose account it keeps. */
export interface BankCustomer {
  readonly iban: string
  readonly holder: string
  readonly bic: string
}

/**
 * A bank with books of its own, in the database, that follows the clock. It is reached by messages alone: what it has
 * booked lies in a mailbox until it is fetched. `receiveCredit` is what other banks do to it.
 */
export class SimulatedBank {
  readonly #kernel: Kernel
  readonly #customer: BankCustomer

  constructor(kernel: Kernel, customer: BankCustomer) {
    this.#kernel = kernel
    this.#customer = customer
  }

  /** Books a transfer that came from another bank; the id of the notification that will tell of it. */
  async receiveCredit(
    { sql, now }: { readonly sql: Sql; readonly now: Date },
    credit: IncomingCredit,
  ): Promise<string> {
    const { iban, holder } = this.#customer
    await store.lockAccount(sql, iban, holder, now)
    const notificationId = await this.#fillingNotification(sql, now)
    await store.insertBooking(sql, iban, notificationId, {
      direction: 'CRDT',
      units: credit.money.units,
      creditorIban: credit.creditorIban,
      debtorName: credit.senderName,
      debtorIban: credit.senderIban,
      endToEndId: uuidv7(now).replaceAll('-', ''),
      remittance: credit.remittance === '' ? null : credit.remittance,
      bookedAt: now,
      bookingDay: berlinDay(now),
    })
    return notificationId
  }

  async #fillingNotification(sql: Sql, now: Date): Promise<string> {
    const { iban } = this.#customer
    const isLost = await store.takeFault(sql, 'vanish')
    const isSlow = await store.takeFault(sql, 'slow')
    const isDoubled = await store.takeFault(sql, 'twice')
    const filling = isLost || isSlow || isDoubled ? undefined : await store.lockFilling(sql, iban, now)
    if (filling !== undefined) return filling
    const id = uuidv7(now)
    const dueAt = isLost ? null : new Date(now.getTime() + (isSlow ? slownessMs : latencyMs))
    await store.insertNotification(sql, { id, iban, dueAt, copies: isDoubled ? 2 : 1, now })
    return id
  }

  /** What lies in the mailbox, oldest first. What has fallen due is written down by now. */
  async openMailbox(): Promise<readonly { readonly id: string }[]> {
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    await withTransaction(pool, async sql => {
      for (const { id } of await store.lockUnwritten(sql, now)) {
        await store.saveContent(
          sql,
          id,
          notificationOf({ id, ...this.#customer }, await store.findBookings(sql, id), now),
        )
      }
    })
    const messages = (await store.findMailbox(pool, now)).map(({ id, copy }) => ({ id: `${id}.${copy}` }))
    return (await store.takeFault(pool, 'out-of-order')) ? messages.reverse() : messages
  }

  async readMail(name: string): Promise<Buffer | undefined> {
    const { notificationId } = nameOf(name)
    return store.findContent(this.#kernel.pool, notificationId, await this.#kernel.clock.now())
  }

  async confirmMail(name: string): Promise<void> {
    const { notificationId, copy } = nameOf(name)
    await store.insertReceipt(this.#kernel.pool, notificationId, copy, await this.#kernel.clock.now())
  }

  /** Whether this call of the host shows the fault. */
  misbehaves(fault: 'unavailable' | 'accept-then-time-out'): Promise<boolean> {
    return store.takeFault(this.#kernel.pool, fault)
  }

  /** What of it an advance of the clock has to wait for. */
  outlook(now: Date): Promise<{ readonly pending: number; readonly nextDueAt: Date | undefined }> {
    return store.findOutlook(this.#kernel.pool, now)
  }

  readonly faults: FaultyRail = {
    faults: store.BANK_FAULTS,
    plan: (fault, count) => {
      const kind = store.BANK_FAULTS.find(known => known === fault)
      if (kind === undefined) throw new RangeError(`the bank knows no fault ${fault}`)
      return store.planFault(this.#kernel.pool, kind, count)
    },
  }
}

/** `<notification>.<copy>`. */
const nameOf = (name: string): { notificationId: string; copy: number } => {
  const [notificationId = '', copy = ''] = name.split('.')
  return { notificationId, copy: Number(copy) }
}
