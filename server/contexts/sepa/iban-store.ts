import type { Sql } from '../../kit/sql.ts'

/** A virtual IBAN with whose it is. */
export interface VirtualIban {
  readonly partnerId: string
  /** The user, or the partner itself. */
  readonly ownerId: string
  readonly number: bigint
  readonly iban: string
  /** A partner's own deposit reference; null for users, whose stands with the user. */
  readonly reference: string | null
}

const columns = 'partner_id as "partnerId", owner_id as "ownerId", number, iban, reference'

export async function drawAccountNumber(sql: Sql): Promise<bigint> {
  const { rows } = await sql.query<{ number: bigint }>(`select nextval('sepa.account_number') as number`)
  const row = rows[0]
  if (row === undefined) throw new Error('no account number was drawn')
  return row.number
}

/** Without effect where the owner has one already, also when another transaction is just giving it. */
export async function insertVirtualIban(sql: Sql, given: VirtualIban, now: Date): Promise<void> {
  await sql.query(
    `insert into sepa.virtual_iban (partner_id, owner_id, number, iban, reference, allotted_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (partner_id, owner_id) do nothing`,
    [given.partnerId, given.ownerId, given.number, given.iban, given.reference, now],
  )
}

export async function findVirtualIban(sql: Sql, partnerId: string, ownerId: string): Promise<VirtualIban | undefined> {
  const { rows } = await sql.query<VirtualIban>(
    `select ${columns} from sepa.virtual_iban where partner_id = $1 and owner_id = $2`,
    [partnerId, ownerId],
  )
  return rows[0]
}

/** Those of the IBANs, in electronic form, that were ever allotted. */
export async function findByIbans(sql: Sql, ibans: readonly string[]): Promise<VirtualIban[]> {
  const { rows } = await sql.query<VirtualIban>(`select ${columns} from sepa.virtual_iban where iban = any ($1)`, [
    ibans,
  ])
  return rows
}

/** The partners' own references among the texts. */
export async function findByReferences(sql: Sql, references: readonly string[]): Promise<VirtualIban[]> {
  const { rows } = await sql.query<VirtualIban>(`select ${columns} from sepa.virtual_iban where reference = any ($1)`, [
    references,
  ])
  return rows
}
