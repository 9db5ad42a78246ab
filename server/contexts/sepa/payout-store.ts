import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { PayeeCheck } from './payee-check.ts'
import type { Payout, PayoutScheme, PayoutState } from './payout.ts'

interface Row {
  partner_id: string
  id: string
  owner_id: string
  external_user_id: string | null
  account_id: string
  state: PayoutState
  scheme: PayoutScheme
  payee_check: PayeeCheck
  units: bigint
  fee_units: bigint
  uses_limit: boolean
  fee_schedule_version: number
  fee_override_id: string | null
  hold_id: string
  data_key_id: string
  sealed: Buffer
  outgoing_id: string | null
  debited_at: Date | null
  debit_reference: string | null
  return_id: string | null
  return_identity: Buffer | null
  returned_units: bigint | null
  error_status: string | null
  error_text: string | null
  created_at: Date
  submitted_at: Date | null
  ended_at: Date | null
  version: number
}

const columns = `partner_id, id, owner_id, external_user_id, account_id, state, scheme, payee_check, units, fee_units, uses_limit, fee_schedule_version, fee_override_id,
  hold_id, data_key_id, sealed, outgoing_id, debited_at, debit_reference, return_id, return_identity, returned_units, error_status,
  error_text, created_at, submitted_at, ended_at, version`

const eur = (units: bigint) => ({ asset: 'eur', units })

const payoutOf = (row: Row): Payout => ({
  partnerId: row.partner_id,
  id: row.id,
  ownerId: row.owner_id,
  externalUserId: row.external_user_id,
  accountId: row.account_id,
  state: row.state,
  scheme: row.scheme,
  payeeCheck: row.payee_check,
  money: eur(row.units),
  fee: eur(row.fee_units),
  usesLimit: row.uses_limit,
  feeScheduleVersion: row.fee_schedule_version,
  feeOverrideId: row.fee_override_id,
  holdId: row.hold_id,
  dataKeyId: row.data_key_id,
  sealed: row.sealed,
  outgoingId: row.outgoing_id,
  debitedAt: row.debited_at,
  debitReference: row.debit_reference,
  returnId: row.return_id,
  returnIdentity: row.return_identity,
  returned: row.returned_units === null ? null : eur(row.returned_units),
  error: row.error_text === null ? null : { status: row.error_status ?? '', description: row.error_text },
  createdAt: row.created_at,
  submittedAt: row.submitted_at,
  endedAt: row.ended_at,
  version: row.version,
})

/** In the order of `columns`. */
const valuesOf = (payout: Payout): unknown[] => [
  payout.partnerId,
  payout.id,
  payout.ownerId,
  payout.externalUserId,
  payout.accountId,
  payout.state,
  payout.scheme,
  payout.payeeCheck,
  payout.money.units,
  payout.fee.units,
  payout.usesLimit,
  payout.feeScheduleVersion,
  payout.feeOverrideId,
  payout.holdId,
  payout.dataKeyId,
  payout.sealed,
  payout.outgoingId,
  payout.debitedAt,
  payout.debitReference,
  payout.returnId,
  payout.returnIdentity,
  payout.returned?.units ?? null,
  payout.error?.status ?? null,
  payout.error?.description ?? null,
  payout.createdAt,
  payout.submittedAt,
  payout.endedAt,
  payout.version,
]

const places = columns
  .split(',')
  .map((_, index) => `$${index + 1}`)
  .join(', ')

export const payoutStore: Store<Payout> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(`insert into sepa.payout (${columns}) values (${places})`, valuesOf(next))
        : await sql.query(
            `update sepa.payout set (${columns}) = (${places}) where partner_id = $1 and id = $2 and version = $28 - 1`,
            valuesOf(next),
          )
    if (rowCount !== 1) throw new StaleRow(`payout ${next.id}`)
  },
}

async function some(sql: Sql, rest: string, values: readonly unknown[]): Promise<Payout[]> {
  const { rows } = await sql.query<Row>(`select ${columns} from sepa.payout ${rest}`, values)
  return rows.map(payoutOf)
}

export const findPayout = async (sql: Sql, partnerId: string, id: string): Promise<Payout | undefined> =>
  (await some(sql, 'where partner_id = $1 and id = $2', [partnerId, id]))[0]

/** Of any partner. */
export const findPayoutById = async (sql: Sql, id: string): Promise<Payout | undefined> =>
  (await some(sql, 'where id = $1', [id]))[0]

/** What waits to be ordered by batch, of all partners, oldest first; locked for the open transaction. */
export const lockHeld = (sql: Sql, limit: number): Promise<Payout[]> =>
  some(
    sql,
    `where state = 'HELD' and scheme = 'SCT' and payee_check <> 'WAITING' order by created_at, id limit $1 for update skip locked`,
    [limit],
  )

/** Of all partners, as the bank names them; locked for the open transaction, in one order everywhere. */
export const lockPayouts = (sql: Sql, ids: readonly string[]): Promise<Payout[]> =>
  ids.length === 0 ? Promise.resolve([]) : some(sql, 'where id = any ($1) order by id for update', [ids])

/** All that a message ordered; locked for the open transaction. */
export const lockOrdered = (sql: Sql, outgoingId: string): Promise<Payout[]> =>
  some(sql, 'where outgoing_id = $1 order by id for update', [outgoingId])

/** Everything that an owner has paid, oldest first. */
export const findPayoutsOf = (sql: Sql, partnerId: string, ownerId: string): Promise<Payout[]> =>
  some(sql, 'where partner_id = $1 and owner_id = $2 order by id', [partnerId, ownerId])

/** Whether something of an owner is on its way. */
export async function isUnderWay(sql: Sql, partnerId: string, ownerId: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `select 1 from sepa.payout where partner_id = $1 and owner_id = $2 and state in ('HELD', 'SUBMITTED') limit 1`,
    [partnerId, ownerId],
  )
  return rowCount !== 0
}

/** Since when the oldest instant payment has no outcome. */
export async function findOldestUndecided(sql: Sql): Promise<Date | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    `select min(submitted_at) as at from sepa.payout where state = 'SUBMITTED' and scheme = 'INST'`,
  )
  return rows[0]?.at ?? null
}
