import type { Sql } from '../../kit/sql.ts'

/** Replaces the directory. */
export async function saveInstantBanks(sql: Sql, prefixes: readonly string[]): Promise<void> {
  await sql.query('delete from sepa.instant_bank where prefix <> all ($1)', [prefixes])
  await sql.query('insert into sepa.instant_bank (prefix) select unnest($1::text[]) on conflict do nothing', [prefixes])
}

/** Whether the bank of an account takes SCT Inst: an IBAN's country and bank code, without the check digits, begin with a prefix. */
export async function takesInstant(sql: Sql, iban: string): Promise<boolean> {
  const account = iban.slice(0, 2) + iban.slice(4)
  const prefixes = Array.from({ length: account.length - 1 }, (_, index) => account.slice(0, index + 2))
  const { rowCount } = await sql.query('select 1 from sepa.instant_bank where prefix = any ($1) limit 1', [prefixes])
  return rowCount !== 0
}
