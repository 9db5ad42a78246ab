import { createHash } from 'node:crypto'
import type { IncomingCredit, RecalledCredit, ReturnedPayment } from '../../../contexts/sepa/index.ts'
import { identifyMessage, MalformedMessage, readCamt029, readCamt056 } from '../../../iso20022/index.ts'
import { addDays, berlinDay, berlinInstant } from '../../../kit/calendar.ts'
import { uuidv7 } from '../../../kit/ids.ts'
import type { Kernel } from '../../../kit/kernel.ts'
import { withTransaction } from '../../../kit/postgres/connect.ts'
import type { Sql } from '../../../kit/sql.ts'
import { takeFault } from './fault-store.ts'
import { findInstant, insertInstant } from './instant-store.ts'
import { type BankCustomer, notificationOf } from './notification.ts'
import { answerOffer, insertOffer, TooLate } from './offer-store.ts'
import { bookingOfCredit, offerOf, wordsOf } from './offers.ts'
import { recalledReferences, recallOf, takeRecall } from './recalls.ts'
import { statementOf } from './statement.ts'
import * as store from './store.ts'
import { type DecidedInstant, instantAnswerOf, type OriginalMessage, readInstant } from './take-instants.ts'
import { bookingOfReturned, chargeOf, nextMorning, returnAt, takeOrders } from './take-orders.ts'

/** Bookings of so long share a notification, as banks collect them; answers take as long. By the clock. */
const latencyMs = 1_000
const slownessMs = 600_000
/** When the statement of a day comes: on the next one. */
const statementsAt = '00:05'

const neverReceived = { status: 'RJCT', reason: 'NOOR' } as const

interface Moment {
  readonly sql: Sql
  readonly now: Date
}

/** Why the bank does not take a message, as its host says it. */
export interface Refusal {
  readonly status: 409 | 422
  readonly words: string
}

/**
 * A bank with books of its own, in the database, that follows the clock. Its customer reaches it by messages alone: what
 * it has booked lies in a mailbox until it is fetched, and orders are laid down in its inbox. `receiveCredit` and
 * `receiveReturn` are what other banks do to it.
 */
export class SimulatedBank {
  readonly #kernel: Kernel
  readonly #customer: BankCustomer

  constructor(kernel: Kernel, customer: BankCustomer) {
    this.#kernel = kernel
    this.#customer = customer
  }

  /** Books a transfer that came from another bank; the id of the notification that will tell of it. */
  receiveCredit(at: Moment, credit: IncomingCredit): Promise<string> {
    const booking = bookingOfCredit(credit, uuidv7(at.now))
    return credit.isInstant ? this.#offer(at, booking) : this.#book(at, booking)
  }

  /** Asks the customer for its word about an instant payment; the id of the message that asks. */
  async #offer({ sql, now }: Moment, booking: store.NewBooking): Promise<string> {
    const id = uuidv7(now)
    const isLost = await takeFault(sql, 'vanish')
    const isSlow = await takeFault(sql, 'slow')
    const copies = (await takeFault(sql, 'twice')) ? 2 : 1
    await insertOffer(sql, booking, now)
    const dueAt = isLost ? null : new Date(now.getTime() + (isSlow ? slownessMs : 0))
    await store.insertMail(
      sql,
      { id, iban: null, content: offerOf(id, booking, this.#customer, now), dueAt, copies },
      now,
    )
    return id
  }

  /** The customer's word: what it accepts in time is booked. Throws `TooLate`. */
  async #takeWord(sql: Sql, bytes: Uint8Array, now: Date): Promise<void> {
    for (const { reference, status, reason } of wordsOf(bytes)) {
      const booking = await answerOffer(sql, { reference, status, reason }, now)
      if (booking !== undefined) await this.#book({ sql, now }, booking)
    }
  }

  /** Books a payment of the customer's that another bank sends back; the id of the notification that will tell of it. */
  receiveReturn(at: Moment, returned: ReturnedPayment): Promise<string> {
    const { holder, iban } = this.#customer
    const paid: store.NewBooking = {
      direction: 'DBIT',
      units: returned.money.units,
      creditorName: returned.receiverName,
      creditorIban: returned.destinationIban,
      debtorName: holder,
      debtorIban: iban,
      instructionId: returned.reference,
      endToEndId: returned.reference,
      transactionId: null,
      remittance: null,
      returnReason: null,
    }
    return this.#book(at, bookingOfReturned(paid, returned.reason))
  }

  async #book({ sql, now }: Moment, booking: store.NewBooking): Promise<string> {
    const { iban, holder } = this.#customer
    await store.lockAccount(sql, iban, holder, now)
    const mailId = await this.#fillingNotification(sql, now)
    const bookingDay = berlinDay(now)
    await store.insertBooking(sql, iban, mailId, { ...booking, bookedAt: now, bookingDay })
    await store.insertStatement(sql, iban, bookingDay, berlinInstant(addDays(bookingDay, 1), statementsAt))
    return mailId
  }

  async #fillingNotification(sql: Sql, now: Date): Promise<string> {
    const { iban } = this.#customer
    const isLost = await takeFault(sql, 'vanish')
    const isSlow = await takeFault(sql, 'slow')
    const isDoubled = await takeFault(sql, 'twice')
    const filling = isLost || isSlow || isDoubled ? undefined : await store.lockFilling(sql, iban, now)
    if (filling !== undefined) return filling
    const id = uuidv7(now)
    const dueAt = isLost ? null : new Date(now.getTime() + (isSlow ? slownessMs : latencyMs))
    await store.insertMail(sql, { id, iban, content: null, dueAt, copies: isDoubled ? 2 : 1 }, now)
    return id
  }

  /** Takes a message of the customer's: one of each name. Why not, where it does not take it. */
  async takeMessage(name: string, bytes: Uint8Array): Promise<Refusal | undefined> {
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    const sha256 = createHash('sha256').update(bytes).digest()
    try {
      return await withTransaction(pool, async sql => {
        const known = await store.insertInbox(sql, name, sha256, now)
        if (known === 'other') return { status: 409, words: 'another message has this name' }
        if (known === 'new') await this.#takeOrders(sql, bytes, now)
        return undefined
      })
    } catch (error) {
      if (error instanceof MalformedMessage || error instanceof TooLate) return { status: 422, words: error.message }
      throw error
    }
  }

  /**
   * Takes an instant payment or a question about one. Undefined: no answer comes, whatever became of it. Throws
   * `MalformedMessage` for what it does not take.
   */
  async takeInstant(bytes: Uint8Array): Promise<Uint8Array | undefined> {
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    const message = readInstant(bytes, this.#customer, now)
    return withTransaction(pool, sql =>
      message.kind === 'payment'
        ? this.#decideInstant(sql, message.payment, message.of, now)
        : this.#answerQuestion(sql, message.reference, message.of, now),
    )
  }

  async #decideInstant(
    sql: Sql,
    { reference, silence, booking, returnReason, ...decided }: DecidedInstant,
    of: OriginalMessage,
    now: Date,
  ): Promise<Uint8Array | undefined> {
    if (silence.kind === 'lost-payment') return undefined
    const waitMs = silence.kind === 'lost-answer' ? silence.decidesAfterMs : 0
    const decidedAt = new Date(now.getTime() + waitMs)
    const isNew = await insertInstant(sql, { reference, ...decided, decidedAt })
    if (isNew && booking !== undefined) {
      const returns = returnReason === undefined ? null : { dueAt: returnAt(now), reason: returnReason }
      await store.insertTask(sql, { dueAt: decidedAt, booking, returns })
    }
    if (silence.kind === 'lost-answer') return undefined
    const known = (await findInstant(sql, reference)) ?? decided
    return instantAnswerOf(uuidv7(now), reference, of, known, now)
  }

  async #answerQuestion(sql: Sql, reference: string, of: OriginalMessage, now: Date): Promise<Uint8Array> {
    const known = (await findInstant(sql, reference)) ?? neverReceived
    const isEarly = 'decidedAt' in known && known.decidedAt > now
    const answer = isEarly ? { status: 'PDNG' as const, reason: null } : known
    return instantAnswerOf(uuidv7(now), reference, of, answer, now)
  }

  /** Another bank wants a payment to the customer back; the id of the message that tells it. */
  async receiveRecall({ sql, now }: Moment, recalled: RecalledCredit): Promise<string> {
    const id = uuidv7(now)
    const content = recallOf(id, recalled, this.#customer, now)
    await this.#post(sql, id, content, now)
    return id
  }

  async #takeRecall(sql: Sql, bytes: Uint8Array, now: Date): Promise<void> {
    const recall = readCamt056(bytes)
    const id = uuidv7(now)
    const paid = await store.findPaid(sql, recalledReferences(recall))
    const { givenBack, answer } = takeRecall(recall, paid, this.#customer, { answerId: id, now })
    for (const booking of givenBack) {
      const dueAt = nextMorning(now)
      await store.insertTask(sql, { dueAt, booking: bookingOfReturned(booking, 'FOCR'), returns: null })
    }
    if (answer !== undefined) await this.#post(sql, id, answer, now)
  }

  /** Lays a message down in the mailbox. */
  async #post(sql: Sql, id: string, content: Uint8Array, now: Date): Promise<void> {
    const dueAt = new Date(now.getTime() + latencyMs)
    await store.insertMail(sql, { id, iban: null, content, dueAt, copies: 1 }, now)
  }

  async #takeOrders(sql: Sql, bytes: Uint8Array, now: Date): Promise<void> {
    const kind = identifyMessage(bytes)
    if (kind === 'camt.056.001.08') return this.#takeRecall(sql, bytes, now)
    if (kind === 'pacs.002.001.10') return this.#takeWord(sql, bytes, now)
    // An answer to another bank's recall goes on to that one.
    if (kind === 'camt.029.001.09') return void readCamt029(bytes)
    const id = uuidv7(now)
    const { tasks, answer } = takeOrders(bytes, this.#customer, { answerId: id, now })
    for (const task of tasks) await store.insertTask(sql, task)
    if (answer === undefined) return
    await this.#post(sql, id, answer, now)
  }

  /** What lies in the mailbox, oldest first. What has fallen due is done and written down by now. */
  async openMailbox(): Promise<readonly { readonly id: string }[]> {
    const { pool, clock } = this.#kernel
    const now = await clock.now()
    await withTransaction(pool, async sql => {
      await this.#doTasks(sql, now)
      for (const { id } of await store.lockUnwritten(sql, now)) {
        await store.saveContent(sql, id, notificationOf(id, this.#customer, await store.findBookings(sql, id), now))
      }
      await this.#makeStatements(sql, now)
    })
    const messages = (await store.findMailbox(pool, now)).map(({ id, copy }) => ({ id: `${id}.${copy}` }))
    return (await takeFault(pool, 'out-of-order')) ? messages.reverse() : messages
  }

  async #makeStatements(sql: Sql, now: Date): Promise<void> {
    for (const { iban, day, dueAt, openingUnits } of await store.lockDueStatements(sql, now)) {
      const id = uuidv7(dueAt)
      const bookings = await store.findBookingsOfDay(sql, iban, day)
      const content = statementOf(id, this.#customer, { day, openingUnits, bookings }, dueAt)
      await store.insertMail(sql, { id, iban: null, content, dueAt, copies: 1 }, now)
      await store.saveStatement(sql, iban, day, id)
    }
  }

  async #doTasks(sql: Sql, now: Date): Promise<void> {
    for (;;) {
      const task = await store.takeTask(sql, now)
      if (task === undefined) return
      await this.#book({ sql, now: task.dueAt }, task.booking)
      if (task.booking.direction === 'DBIT' && (await takeFault(sql, 'charge')))
        await this.#book({ sql, now: task.dueAt }, chargeOf(this.#customer))
      if (task.returns === null) continue
      const { dueAt, reason } = task.returns
      await store.insertTask(sql, { dueAt, booking: bookingOfReturned(task.booking, reason), returns: null })
    }
  }

  async readMail(name: string): Promise<Buffer | undefined> {
    return store.findContent(this.#kernel.pool, nameOf(name).mailId, await this.#kernel.clock.now())
  }

  async confirmMail(name: string): Promise<void> {
    const { mailId, copy } = nameOf(name)
    await store.insertReceipt(this.#kernel.pool, mailId, copy, await this.#kernel.clock.now())
  }

  /** Whether this call of the host shows the fault. */
  misbehaves(fault: 'unavailable' | 'accept-then-time-out'): Promise<boolean> {
    return takeFault(this.#kernel.pool, fault)
  }

  /** What of it an advance of the clock has to wait for. */
  outlook(now: Date): Promise<{ readonly pending: number; readonly nextDueAt: Date | undefined }> {
    return store.findOutlook(this.#kernel.pool, now)
  }
}

/** `<mail>.<copy>`. */
const nameOf = (name: string): { mailId: string; copy: number } => {
  const [mailId = '', copy = ''] = name.split('.')
  return { mailId, copy: Number(copy) }
}
