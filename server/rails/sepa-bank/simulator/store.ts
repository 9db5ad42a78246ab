import type { Sql } from '../../../kit/sql.ts'
import type { HostAddress } from '../wire.ts'

/** What an account at the simulated bank shows of one movement. */
export interface NewBooking {
  readonly direction: 'CRDT' | 'DBIT'
  readonly units: bigint
  readonly creditorName: string | null
  readonly creditorIban: string | null
  readonly debtorName: string | null
  readonly debtorIban: string | null
  readonly instructionId: string | null
  readonly endToEndId: string | null
  /** What the payer's bank calls it. */
  readonly transactionId: string | null
  readonly remittance: string | null
  /** It comes back, for this reason. */
  readonly returnReason: string | null
}

export interface Booking extends NewBooking {
  readonly id: bigint
  readonly bookedAt: Date
  /** YYYY-MM-DD. */
  readonly bookingDay: string
}

/** Opens the account if it is not there, and locks it for the open transaction. */
export async function lockAccount(sql: Sql, iban: string, holder: string, now: Date): Promise<void> {
  await sql.query('insert into sim_bank.account (iban, holder, opened_at) values ($1, $2, $3) on conflict do nothing', [
    iban,
    holder,
    now,
  ])
  await sql.query('select 1 from sim_bank.account where iban = $1 for update', [iban])
}

/** A notification that still fills. Locked, so that it is not sent before the booking that joins it is committed. */
export async function lockFilling(sql: Sql, iban: string, now: Date): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from sim_bank.mail where iban = $1 and due_at > $2 and content is null order by due_at limit 1 for update`,
    [iban, now],
  )
  return rows[0]?.id
}

/** Told when there is new mail. The real bank tells nobody: it is looked at now and then. */
export const mailChannel = 'sim_bank_mail'

/** With content: any message. With an account instead: a notification of its bookings, which fills. */
export async function insertMail(
  sql: Sql,
  mail: {
    readonly id: string
    readonly iban: string | null
    readonly content: Uint8Array | null
    readonly dueAt: Date | null
    readonly copies: number
  },
  now: Date,
): Promise<void> {
  const content = mail.content && Buffer.from(mail.content)
  await sql.query(
    'insert into sim_bank.mail (id, iban, due_at, copies, content, made_at) values ($1, $2, $3, $4, $5, $6)',
    [mail.id, mail.iban, mail.dueAt, mail.copies, content, now],
  )
  await sql.query('select pg_notify($1, $2)', [mailChannel, ''])
}

/** Books on the account, which grows or shrinks by it. */
export async function insertBooking(
  sql: Sql,
  iban: string,
  mailId: string,
  booking: Omit<Booking, 'id'>,
): Promise<void> {
  await sql.query(
    `insert into sim_bank.booking (iban, mail_id, direction, units, creditor_name, creditor_iban, debtor_name, debtor_iban,
       instruction_id, end_to_end_id, transaction_id, remittance, return_reason, booked_at, booking_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      iban,
      mailId,
      booking.direction,
      booking.units,
      booking.creditorName,
      booking.creditorIban,
      booking.debtorName,
      booking.debtorIban,
      booking.instructionId,
      booking.endToEndId,
      booking.transactionId,
      booking.remittance,
      booking.returnReason,
      booking.bookedAt,
      booking.bookingDay,
    ],
  )
  await sql.query('update sim_bank.account set balance = balance + $2 where iban = $1', [
    iban,
    booking.direction === 'CRDT' ? booking.units : -booking.units,
  ])
}

/** The day will get a statement. */
export async function insertStatement(sql: Sql, iban: string, day: string, dueAt: Date): Promise<void> {
  await sql.query('insert into sim_bank.statement (iban, day, due_at) values ($1, $2, $3) on conflict do nothing', [
    iban,
    day,
    dueAt,
  ])
}

/** Days whose statements are due and not made, locked, with the balance before each. */
export async function lockDueStatements(
  sql: Sql,
  now: Date,
): Promise<{ iban: string; day: string; dueAt: Date; openingUnits: bigint }[]> {
  const { rows } = await sql.query<{ iban: string; day: string; dueAt: Date; openingUnits: bigint }>(
    `select s.iban, s.day, s.due_at as "dueAt",
            (select coalesce(sum(case b.direction when 'CRDT' then b.units else -b.units end), 0) from sim_bank.booking b
             where b.iban = s.iban and b.booking_day < s.day) as "openingUnits"
     from sim_bank.statement s where s.mail_id is null and s.due_at <= $1 order by s.day for update`,
    [now],
  )
  return rows
}

export async function saveStatement(sql: Sql, iban: string, day: string, mailId: string): Promise<void> {
  await sql.query('update sim_bank.statement set mail_id = $3 where iban = $1 and day = $2', [iban, day, mailId])
}

/** Notifications that are due and have no content yet, locked. */
export async function lockUnwritten(sql: Sql, now: Date): Promise<{ id: string }[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from sim_bank.mail where due_at <= $1 and content is null order by due_at, id for update`,
    [now],
  )
  return rows
}

const bookingColumns = `id, direction, units, creditor_name as "creditorName", creditor_iban as "creditorIban", debtor_name as "debtorName",
  debtor_iban as "debtorIban", instruction_id as "instructionId", end_to_end_id as "endToEndId", transaction_id as "transactionId", remittance,
  return_reason as "returnReason", booked_at as "bookedAt", booking_day as "bookingDay"`

export async function findBookings(sql: Sql, mailId: string): Promise<Booking[]> {
  const { rows } = await sql.query<Booking>(
    `select ${bookingColumns} from sim_bank.booking where mail_id = $1 order by id`,
    [mailId],
  )
  return rows
}

/** What was paid under these end-to-end ids. */
export async function findPaid(sql: Sql, endToEndIds: readonly string[]): Promise<Booking[]> {
  const { rows } = await sql.query<Booking>(
    `select ${bookingColumns} from sim_bank.booking where direction = 'DBIT' and end_to_end_id = any ($1) order by id`,
    [endToEndIds],
  )
  return rows
}

export async function findBookingsOfDay(sql: Sql, iban: string, day: string): Promise<Booking[]> {
  const { rows } = await sql.query<Booking>(
    `select ${bookingColumns} from sim_bank.booking where iban = $1 and booking_day = $2 order by id`,
    [iban, day],
  )
  return rows
}

export async function saveContent(sql: Sql, mailId: string, content: Uint8Array): Promise<void> {
  await sql.query('update sim_bank.mail set content = $2 where id = $1', [mailId, Buffer.from(content)])
}

/** What lies in the mailbox: due, written, and not confirmed. Oldest first. */
export async function findMailbox(sql: Sql, now: Date): Promise<{ id: string; copy: number }[]> {
  const { rows } = await sql.query<{ id: string; copy: number }>(
    `select m.id, c.copy from sim_bank.mail m cross join lateral generate_series(1, m.copies) as c(copy)
     where m.due_at <= $1 and m.content is not null
       and not exists (select 1 from sim_bank.receipt r where r.mail_id = m.id and r.copy = c.copy)
     order by m.due_at, m.id, c.copy limit 100`,
    [now],
  )
  return rows
}

export async function findContent(sql: Sql, mailId: string, now: Date): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ content: Buffer }>(
    'select content from sim_bank.mail where id = $1 and due_at <= $2 and content is not null',
    [mailId, now],
  )
  return rows[0]?.content
}

export async function insertReceipt(sql: Sql, mailId: string, copy: number, now: Date): Promise<void> {
  await sql.query(
    'insert into sim_bank.receipt (mail_id, copy, confirmed_at) values ($1, $2, $3) on conflict do nothing',
    [mailId, copy, now],
  )
}

/** Whether the message is new; a known name with another content is told apart. */
export async function insertInbox(
  sql: Sql,
  name: string,
  sha256: Buffer,
  now: Date,
): Promise<'new' | 'known' | 'other'> {
  const inserted = await sql.query(
    'insert into sim_bank.inbox (name, sha256, received_at) values ($1, $2, $3) on conflict do nothing',
    [name, sha256, now],
  )
  if (inserted.rowCount === 1) return 'new'
  const { rows } = await sql.query<{ sha256: Buffer }>('select sha256 from sim_bank.inbox where name = $1', [name])
  return rows[0]?.sha256.equals(sha256) === true ? 'known' : 'other'
}

/** A booking to come, and what comes back of it. */
export interface Task {
  readonly dueAt: Date
  readonly booking: NewBooking
  readonly returns: { readonly dueAt: Date; readonly reason: string } | null
}

type StoredBooking = Omit<NewBooking, 'units'> & { readonly units: string }

/** As JSON has it. */
export const storedBooking = (booking: NewBooking): StoredBooking => ({ ...booking, units: String(booking.units) })
export const bookingOfStored = (stored: StoredBooking): NewBooking => ({ ...stored, units: BigInt(stored.units) })

interface StoredTask {
  readonly booking: StoredBooking
  readonly returns: { readonly dueAt: string; readonly reason: string } | null
}

export async function insertTask(sql: Sql, { dueAt, booking, returns }: Task): Promise<void> {
  const stored: StoredTask = {
    booking: storedBooking(booking),
    returns: returns && { dueAt: returns.dueAt.toISOString(), reason: returns.reason },
  }
  await sql.query('insert into sim_bank.task (due_at, task) values ($1, $2)', [dueAt, JSON.stringify(stored)])
}

/** Takes the earliest task that is due. */
export async function takeTask(sql: Sql, now: Date): Promise<Task | undefined> {
  const { rows } = await sql.query<{ dueAt: Date; task: StoredTask }>(
    `delete from sim_bank.task where id = (
       select id from sim_bank.task where due_at <= $1 order by due_at, id limit 1 for update
     ) returning due_at as "dueAt", task`,
    [now],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { booking, returns } = row.task
  return {
    dueAt: row.dueAt,
    booking: bookingOfStored(booking),
    returns: returns && { ...returns, dueAt: new Date(returns.dueAt) },
  }
}

/** What is due and not done or not confirmed, and when the next thing is due. */
export async function findOutlook(sql: Sql, now: Date): Promise<{ pending: number; nextDueAt: Date | undefined }> {
  const { rows } = await sql.query<{ pending: number; next: Date | null }>(
    `select (select coalesce(sum(m.copies - (select count(*) from sim_bank.receipt r where r.mail_id = m.id)), 0)::int
             from sim_bank.mail m where m.due_at <= $1)
          + (select count(*)::int from sim_bank.task where due_at <= $1)
          + (select count(*)::int from sim_bank.statement where mail_id is null and due_at <= $1) as pending,
            least((select min(due_at) from sim_bank.mail where due_at > $1),
                  (select min(due_at) from sim_bank.task where due_at > $1),
                  (select min(due_at) from sim_bank.statement where mail_id is null and due_at > $1)) as next`,
    [now],
  )
  return { pending: rows[0]?.pending ?? 0, nextDueAt: rows[0]?.next ?? undefined }
}

/** This process's bank listens there. */
export async function sayHost(sql: Sql, id: string, { url, token }: HostAddress): Promise<void> {
  await sql.query(
    `insert into sim_bank.host (id, url, token, seen_at) values ($1, $2, $3, clock_timestamp())
     on conflict (id) do update set seen_at = clock_timestamp()`,
    [id, url, token],
  )
}

export async function forgetHost(sql: Sql, id: string): Promise<void> {
  await sql.query(`delete from sim_bank.host where id = $1 or seen_at < clock_timestamp() - interval '1 hour'`, [id])
}

/** The one that was seen last, if it was lately. */
export async function findHost(sql: Sql): Promise<HostAddress | undefined> {
  const { rows } = await sql.query<HostAddress>(
    `select url, token from sim_bank.host where seen_at > clock_timestamp() - interval '15 seconds' order by seen_at desc limit 1`,
  )
  return rows[0]
}
