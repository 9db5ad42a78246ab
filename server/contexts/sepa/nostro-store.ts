import type { Sql } from '../../kit/sql.ts'

/** One movement on our account at the bank: a row of `sepa.nostro_entry`. */
export interface NostroEntry {
  readonly identity: Buffer
  readonly entryReference: string | null
  readonly direction: 'CRDT' | 'DBIT'
  readonly units: bigint
  /** YYYY-MM-DD. */
  readonly bookingDay: string
  /** Whether our books have it. */
  readonly isBooked: boolean
  /** The statement that has shown it. */
  readonly statementId: string | null
}

const columns = `identity, entry_reference as "entryReference", direction, units, booking_day as "bookingDay", is_booked as "isBooked",
  statement_id as "statementId"`

export async function insertNostro(
  sql: Sql,
  messageId: string,
  entries: readonly Omit<NostroEntry, 'statementId'>[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return
  await sql.query(
    `insert into sepa.nostro_entry (identity, entry_reference, direction, units, booking_day, is_booked, message_id, seen_at)
     select identity, reference, direction, units, day, is_booked, $7, $8
     from unnest($1::bytea[], $2::text[], $3::text[], $4::numeric[], $5::date[], $6::boolean[])
       as n(identity, reference, direction, units, day, is_booked)`,
    [
      entries.map(({ identity }) => identity),
      entries.map(({ entryReference }) => entryReference),
      entries.map(({ direction }) => direction),
      entries.map(({ units }) => units),
      entries.map(({ bookingDay }) => bookingDay),
      entries.map(({ isBooked }) => isBooked),
      messageId,
      now,
    ],
  )
}

/** Those of the identities that were told before, in hex. */
export async function findIdentities(sql: Sql, identities: readonly Buffer[]): Promise<ReadonlySet<string>> {
  if (identities.length === 0) return new Set()
  const { rows } = await sql.query<{ identity: string }>(
    `select encode(identity, 'hex') as identity from sepa.nostro_entry where identity = any ($1)`,
    [identities],
  )
  return new Set(rows.map(row => row.identity))
}

/** What is known of entries by their references or by the identities of what they hold. */
export async function findNostro(
  sql: Sql,
  references: readonly string[],
  identities: readonly Buffer[],
): Promise<NostroEntry[]> {
  const { rows } = await sql.query<NostroEntry>(
    `select ${columns} from sepa.nostro_entry where identity = any ($2)
     union select ${columns} from sepa.nostro_entry where entry_reference = any ($1)`,
    [references, identities],
  )
  return rows
}

/** A statement has shown them. */
export async function confirmNostro(sql: Sql, statementId: string, identities: readonly Buffer[]): Promise<void> {
  await sql.query('update sepa.nostro_entry set statement_id = $1 where identity = any ($2) and statement_id is null', [
    statementId,
    identities,
  ])
}

/** Movements up to a day, or that were told before an instant, that no statement has shown. */
export async function findUnconfirmed(
  sql: Sql,
  until: { readonly day: string; readonly seenBefore: Date },
): Promise<NostroEntry[]> {
  const { rows } = await sql.query<NostroEntry>(
    `select ${columns} from sepa.nostro_entry where statement_id is null and (booking_day <= $1 or seen_at < $2)`,
    [until.day, until.seenBefore],
  )
  return rows
}

/** What all booked movements up to a day come to; to the last one without a day. */
export async function sumBooked(sql: Sql, untilDay: string | null): Promise<bigint> {
  const { rows } = await sql.query<{ units: bigint }>(
    `select coalesce(sum(case direction when 'CRDT' then units else -units end), 0) as units from sepa.nostro_entry
     where is_booked and ($1::date is null or booking_day <= $1)`,
    [untilDay],
  )
  return rows[0]?.units ?? 0n
}
