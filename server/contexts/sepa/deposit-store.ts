import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store, type TableRow } from '../../kit/work/decision.ts'
import type { Deposit } from './deposit.ts'
import type { Movement, UnexplainedReason } from './payment.ts'

interface Row {
  partner_id: string
  id: string
  identity: Buffer
  message_id: string
  entry_index: number
  transaction_index: number
  state: Exclude<Deposit['state'], 'ARRIVED'>
  suspense_reason: Deposit['suspenseReason']
  matched_by: Deposit['matchedBy']
  with_reference: boolean
  owner_id: string | null
  external_user_id: string | null
  units: bigint
  value_date: string | null
  bank_reference: string | null
  scheme: Deposit['scheme']
  transaction_id: string | null
  end_to_end_index: Buffer | null
  key_partner_id: string
  data_key_id: string
  sealed: Buffer
  arrived_at: Date
  credited_at: Date | null
  suspended_at: Date | null
  outgoing_id: string | null
  updated_at: Date
  version: number
}

const columns = `partner_id, id, identity, message_id, entry_index, transaction_index, state, suspense_reason, matched_by, with_reference, owner_id,
  external_user_id, units, value_date, bank_reference, scheme, transaction_id, end_to_end_index, key_partner_id, data_key_id, sealed, arrived_at, credited_at, suspended_at,
  outgoing_id, updated_at, version`

const depositOf = (row: Row): Deposit => ({
  partnerId: row.partner_id,
  id: row.id,
  identity: row.identity,
  messageId: row.message_id,
  entryIndex: row.entry_index,
  transactionIndex: row.transaction_index,
  state: row.state,
  suspenseReason: row.suspense_reason,
  matchedBy: row.matched_by,
  withReference: row.with_reference,
  ownerId: row.owner_id,
  externalUserId: row.external_user_id,
  money: { asset: 'eur', units: row.units },
  valueDate: row.value_date,
  bankReference: row.bank_reference,
  scheme: row.scheme,
  transactionId: row.transaction_id,
  endToEndIndex: row.end_to_end_index,
  keyPartnerId: row.key_partner_id,
  dataKeyId: row.data_key_id,
  sealed: row.sealed,
  arrivedAt: row.arrived_at,
  creditedAt: row.credited_at,
  suspendedAt: row.suspended_at,
  outgoingId: row.outgoing_id,
  updatedAt: row.updated_at,
  version: row.version,
})

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

/** The row of a new deposit as a set of them is inserted. */
export const depositRow = (deposit: Deposit): TableRow => ({
  table: 'sepa.deposit',
  row: {
    partner_id: deposit.partnerId,
    id: deposit.id,
    identity: hex(deposit.identity),
    message_id: deposit.messageId,
    entry_index: deposit.entryIndex,
    transaction_index: deposit.transactionIndex,
    state: deposit.state,
    suspense_reason: deposit.suspenseReason,
    matched_by: deposit.matchedBy,
    with_reference: deposit.withReference,
    owner_id: deposit.ownerId,
    external_user_id: deposit.externalUserId,
    units: String(deposit.money.units),
    value_date: deposit.valueDate,
    bank_reference: deposit.bankReference,
    scheme: deposit.scheme,
    transaction_id: deposit.transactionId,
    end_to_end_index: deposit.endToEndIndex && hex(deposit.endToEndIndex),
    key_partner_id: deposit.keyPartnerId,
    data_key_id: deposit.dataKeyId,
    sealed: hex(deposit.sealed),
    arrived_at: deposit.arrivedAt,
    credited_at: deposit.creditedAt,
    suspended_at: deposit.suspendedAt,
    outgoing_id: deposit.outgoingId,
    updated_at: deposit.updatedAt,
    version: deposit.version,
  } satisfies Record<keyof Row, unknown>,
})

/** Of deposits that are there: new ones are inserted in sets, by `depositRow`. */
export const depositStore: Store<Deposit> = {
  async save({ sql }, next) {
    const { rowCount } = await sql.query(
      `update sepa.deposit set state = $3, suspense_reason = $4, credited_at = $5, suspended_at = $6, outgoing_id = $7,
              updated_at = $8, version = $9
       where partner_id = $1 and id = $2 and version = $9 - 1`,
      [
        next.partnerId,
        next.id,
        next.state,
        next.suspenseReason,
        next.creditedAt,
        next.suspendedAt,
        next.outgoingId,
        next.updatedAt,
        next.version,
      ],
    )
    if (rowCount !== 1) throw new StaleRow(`deposit ${next.id}`)
  },
}

async function some(sql: Sql, rest: string, values: readonly unknown[]): Promise<Deposit[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from sepa.deposit ${rest}`, values)
  return rows.map(depositOf)
}

/** Of any partner, or of nobody; locked for the open transaction. */
export const lockDeposit = async (sql: Sql, id: string): Promise<Deposit | undefined> =>
  (await some(sql, 'where id = $1 for update', [id]))[0]

/** Of one partner. */
export const findDeposit = async (sql: Sql, partnerId: string, id: string): Promise<Deposit | undefined> =>
  (await some(sql, 'where partner_id = $1 and id = $2', [partnerId, id]))[0]

/** Those that our bank or the payer's knows by one of these references; locked for the open transaction. */
export const lockDepositsOfReference = (sql: Sql, references: readonly string[]): Promise<Deposit[]> =>
  some(sql, 'where bank_reference = any ($1) or transaction_id = any ($1) order by id for update', [references])

/** Those that the payer gave this end-to-end id; locked for the open transaction. */
export const lockDepositsOfEndToEnd = (sql: Sql, index: Buffer): Promise<Deposit[]> =>
  some(sql, 'where end_to_end_index = $1 order by id for update', [index])

/** By what makes them themselves. */
export const findDepositsOfIdentity = (sql: Sql, identities: readonly Buffer[]): Promise<Deposit[]> =>
  some(sql, 'where identity = any ($1)', [identities])

/** Those that go back or went back, by their ids; locked for the open transaction, in one order everywhere. */
export const lockReturning = (sql: Sql, ids: readonly string[]): Promise<Deposit[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : some(sql, `where id = any ($1) and state in ('RETURNING', 'RETURNED') order by id for update`, [ids])

/** Those that a message gives back; locked for the open transaction. */
export const lockReturnedBy = (sql: Sql, outgoingId: string): Promise<Deposit[]> =>
  some(sql, `where outgoing_id = $1 and state = 'RETURNING' order by id for update`, [outgoingId])

/** Sets are booked one after the other, so that of two messages that tell of one payment the second sees it booked. */
export async function lockBooking(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('sepa.book-payments', 0))`)
}

/** What rests in suspense for an owner, oldest first. */
export async function findSuspenseOf(sql: Sql, partnerId: string, ownerId: string): Promise<Deposit[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.deposit where partner_id = $1 and owner_id = $2 and state = 'IN_SUSPENSE' order by id`,
    [partnerId, ownerId],
  )
  return rows.map(depositOf)
}

/** What came for an owner and was not credited, or went back, oldest first. */
export async function findUncreditedOf(sql: Sql, partnerId: string, ownerId: string): Promise<Deposit[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.deposit where partner_id = $1 and owner_id = $2 and state <> 'CREDITED' order by id`,
    [partnerId, ownerId],
  )
  return rows.map(depositOf)
}

/** Owners of what rests in suspense of a partner because their limits were too low. */
export async function findLimitedOwners(sql: Sql, partnerId: string): Promise<string[]> {
  const { rows } = await sql.query<{ owner_id: string }>(
    `select distinct owner_id from sepa.deposit
     where partner_id = $1 and state = 'IN_SUSPENSE' and suspense_reason = 'limit-exceeded' order by owner_id`,
    [partnerId],
  )
  return rows.map(row => row.owner_id)
}

/** What rests in suspense, oldest first: of one partner, or of all and of nobody. */
export async function findSuspense(
  sql: Sql,
  page: {
    readonly partnerId: string | undefined
    readonly after: { readonly arrivedAt: Date; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<Deposit[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from sepa.deposit
     where state = 'IN_SUSPENSE' and ($1::timestamptz is null or (arrived_at, id) > ($1, $2::uuid))
       and ($4::uuid is null or partner_id = $4)
     order by arrived_at, id limit $3`,
    [page.after?.arrivedAt ?? null, page.after?.id ?? null, page.limit, page.partnerId ?? null],
  )
  return rows.map(depositOf)
}

/** How much rests in suspense, in cents. */
export async function sumSuspense(sql: Sql): Promise<bigint> {
  const { rows } = await sql.query<{ units: bigint }>(
    `select coalesce(sum(units), 0) as units from sepa.deposit where state = 'IN_SUSPENSE'`,
  )
  return rows[0]?.units ?? 0n
}

export interface UnexplainedEntry extends Movement {
  readonly messageId: string
  readonly entryIndex: number
  readonly transactionIndex: number
  readonly reason: UnexplainedReason
  readonly direction: 'CRDT' | 'DBIT'
  readonly currency: string
  readonly units: bigint
  readonly bankReference: string | null
}

export async function insertUnexplained(sql: Sql, entries: readonly UnexplainedEntry[], now: Date): Promise<void> {
  for (const entry of entries) {
    await sql.query(
      `insert into sepa.unexplained_entry (message_id, entry_index, transaction_index, reason, direction, currency, units,
         bank_reference, identity, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
      [
        entry.messageId,
        entry.entryIndex,
        entry.transactionIndex,
        entry.reason,
        entry.direction,
        entry.currency,
        entry.units,
        entry.bankReference,
        entry.identity,
        now,
      ],
    )
  }
}

export async function countUnexplained(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ count: number }>('select count(*)::int as count from sepa.unexplained_entry')
  return rows[0]?.count ?? 0
}
