import type { Sql } from '../../../kit/sql.ts'
import type { HostAddress } from '../wire.ts'

/** Faults of the simulated bank. The first three befall the next messages, the others the next calls of its host. */
export const BANK_FAULTS = ['slow', 'twice', 'vanish', 'unavailable', 'accept-then-time-out', 'out-of-order'] as const
export type BankFault = (typeof BANK_FAULTS)[number]

export interface Booking {
  readonly id: bigint
  readonly direction: 'CRDT' | 'DBIT'
  readonly units: bigint
  readonly creditorIban: string
  readonly debtorName: string
  readonly debtorIban: string
  readonly endToEndId: string
  readonly remittance: string | null
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
    `select id from sim_bank.notification where iban = $1 and due_at > $2 and content is null order by due_at limit 1 for update`,
    [iban, now],
  )
  return rows[0]?.id
}

export async function insertNotification(
  sql: Sql,
  row: {
    readonly id: string
    readonly iban: string
    readonly dueAt: Date | null
    readonly copies: number
    readonly now: Date
  },
): Promise<void> {
  await sql.query('insert into sim_bank.notification (id, iban, due_at, copies, made_at) values ($1, $2, $3, $4, $5)', [
    row.id,
    row.iban,
    row.dueAt,
    row.copies,
    row.now,
  ])
}

/** Books on the account, which grows or shrinks by it. */
export async function insertBooking(
  sql: Sql,
  iban: string,
  notificationId: string,
  booking: Omit<Booking, 'id'>,
): Promise<void> {
  await sql.query(
    `insert into sim_bank.booking (iban, notification_id, direction, units, creditor_iban, debtor_name, debtor_iban, end_to_end_id,
       remittance, booked_at, booking_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      iban,
      notificationId,
      booking.direction,
      booking.units,
      booking.creditorIban,
      booking.debtorName,
      booking.debtorIban,
      booking.endToEndId,
      booking.remittance,
      booking.bookedAt,
      booking.bookingDay,
    ],
  )
  await sql.query('update sim_bank.account set balance = balance + $2 where iban = $1', [
    iban,
    booking.direction === 'CRDT' ? booking.units : -booking.units,
  ])
}

/** Notifications that are due and have no content yet, locked. */
export async function lockUnwritten(sql: Sql, now: Date): Promise<{ id: string; iban: string }[]> {
  const { rows } = await sql.query<{ id: string; iban: string }>(
    `select id, iban from sim_bank.notification where due_at <= $1 and content is null order by due_at, id for update`,
    [now],
  )
  return rows
}

export async function findBookings(sql: Sql, notificationId: string): Promise<Booking[]> {
  const { rows } = await sql.query<Booking>(
    `select id, direction, units, creditor_iban as "creditorIban", debtor_name as "debtorName", debtor_iban as "debtorIban",
            end_to_end_id as "endToEndId", remittance, booked_at as "bookedAt", booking_day as "bookingDay"
     from sim_bank.booking where notification_id = $1 order by id`,
    [notificationId],
  )
  return rows
}

export async function saveContent(sql: Sql, notificationId: string, content: Uint8Array): Promise<void> {
  await sql.query('update sim_bank.notification set content = $2 where id = $1', [notificationId, Buffer.from(content)])
}

/** What lies in the mailbox: due, written, and not confirmed. Oldest first. */
export async function findMailbox(sql: Sql, now: Date): Promise<{ id: string; copy: number }[]> {
  const { rows } = await sql.query<{ id: string; copy: number }>(
    `select n.id, c.copy from sim_bank.notification n cross join lateral generate_series(1, n.copies) as c(copy)
     where n.due_at <= $1 and n.content is not null
       and not exists (select 1 from sim_bank.receipt r where r.notification_id = n.id and r.copy = c.copy)
     order by n.due_at, n.id, c.copy limit 100`,
    [now],
  )
  return rows
}

export async function findContent(sql: Sql, notificationId: string, now: Date): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ content: Buffer }>(
    'select content from sim_bank.notification where id = $1 and due_at <= $2 and content is not null',
    [notificationId, now],
  )
  return rows[0]?.content
}

export async function insertReceipt(sql: Sql, notificationId: string, copy: number, now: Date): Promise<void> {
  await sql.query(
    'insert into sim_bank.receipt (notification_id, copy, confirmed_at) values ($1, $2, $3) on conflict do nothing',
    [notificationId, copy, now],
  )
}

/** What is due and not confirmed, and when the next one is due. */
export async function findOutlook(sql: Sql, now: Date): Promise<{ pending: number; nextDueAt: Date | undefined }> {
  const { rows } = await sql.query<{ pending: number; next: Date | null }>(
    `select (select coalesce(sum(n.copies - (select count(*) from sim_bank.receipt r where r.notification_id = n.id)), 0)::int
             from sim_bank.notification n where n.due_at <= $1) as pending,
            (select min(due_at) from sim_bank.notification where due_at > $1) as next`,
    [now],
  )
  return { pending: rows[0]?.pending ?? 0, nextDueAt: rows[0]?.next ?? undefined }
}

/** The next `count` times; 0 takes it back. */
export async function planFault(sql: Sql, kind: BankFault, count: number): Promise<void> {
  await (count === 0
    ? sql.query('delete from sim_bank.fault where kind = $1', [kind])
    : sql.query(
        `insert into sim_bank.fault (kind, remaining) values ($1, $2)
         on conflict (kind) do update set remaining = excluded.remaining`,
        [kind, count],
      ))
}

/** Whether it befalls this one, which is then counted. */
export async function takeFault(sql: Sql, kind: BankFault): Promise<boolean> {
  const spent = await sql.query('delete from sim_bank.fault where kind = $1 and remaining = 1', [kind])
  if (spent.rowCount === 1) return true
  const counted = await sql.query(
    'update sim_bank.fault set remaining = remaining - 1 where kind = $1 and remaining > 1',
    [kind],
  )
  return counted.rowCount === 1
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
