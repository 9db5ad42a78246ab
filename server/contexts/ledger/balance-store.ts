import type { Sql } from '../../kit/sql.ts'
import type { AccountClass, AccountCode } from './chart.ts'
import { unsealedFrom } from './seal-store.ts'

export interface TrialLine {
  readonly partnerId: string
  readonly code: AccountCode
  readonly class: AccountClass
  readonly asset: string
  /** In ledger units; positive on the account's own side (debit for assets and expenses). */
  readonly units: bigint
}

/** Balance of one account by credits minus debits: the locked one, or the last roll-up plus the unsealed tail. */
const creditBalance = `case when a.floor is not null then a.posted else
    coalesce((select r.balance from ledger.roll_up r where r.partner_id = a.partner_id and r.account_id = a.id
              order by r.block_number desc limit 1), 0)
  + coalesce(t.units, 0) end`

const lastHorizon = `coalesce((select horizon from ledger.block order by number desc limit 1), '0'::xid8)`

/** The postings that no block covers yet, by house account. */
const tail = `tail as materialized (
  select e.partner_id, e.id from ledger.entry e
  where ${unsealedFrom(lastHorizon)}
), tail_sum as (
  select partner_id, account, sum(delta) as units from (
    select p.partner_id, p.debit_account as account, -p.units as delta from tail t join ledger.posting p on p.partner_id = t.partner_id and p.entry_id = t.id
    where p.debit_version is null
    union all
    select p.partner_id, p.credit_account, p.units from tail t join ledger.posting p on p.partner_id = t.partner_id and p.entry_id = t.id
    where p.credit_version is null
  ) x group by 1, 2
)`

/**
 * The trial balance: every account code of every partner (or one) and asset that is not zero. Per asset:
 * assets + expenses = liabilities + income + equity. Its cost is the number of accounts plus the unsealed tail.
 */
export async function trialBalance(sql: Sql, partnerId?: string): Promise<TrialLine[]> {
  const { rows } = await sql.query<{
    partner_id: string
    code: AccountCode
    class: AccountClass
    asset: string
    units: bigint
  }>(
    `with ${tail}
     select a.partner_id, a.code, c.class, a.asset,
            sum(case when c.class in ('asset', 'expense') then -(${creditBalance}) else ${creditBalance} end) as units
     from ledger.account a join ledger.chart c on c.code = a.code
     left join tail_sum t on t.partner_id = a.partner_id and t.account = a.id
     where $1::uuid is null or a.partner_id = $1
     group by 1, 2, 3, 4
     having sum(${creditBalance}) <> 0
     order by 1, 4, 3, 2`,
    [partnerId ?? null],
  )
  return rows.map(row => ({
    partnerId: row.partner_id,
    code: row.code,
    class: row.class,
    asset: row.asset,
    units: row.units,
  }))
}

/**
 * The balance of one account at an instant (inclusive), by credits minus debits, in ledger units. A floored account:
 * its last posting by then, two index look-ups. A house account: the last roll-up whose block ended by then, plus the
 * postings of the blocks that the instant cuts and of the tail. Undefined: there is no such account.
 */
export async function balanceAt(
  sql: Sql,
  query: { partnerId: string; accountId: string; at: Date },
): Promise<{ units: bigint; asset: string; code: AccountCode } | undefined> {
  const values = [query.partnerId, query.accountId, query.at]
  const { rows } = await sql.query<{ asset: string; code: AccountCode; floored: boolean }>(
    'select asset, code, floor is not null as floored from ledger.account where partner_id = $1 and id = $2',
    values.slice(0, 2),
  )
  const account = rows[0]
  if (account === undefined) return undefined
  const { rows: sums } = await sql.query<{ units: bigint }>(account.floored ? flooredAt : houseAt, values)
  return { units: sums[0]?.units ?? 0n, asset: account.asset, code: account.code }
}

// Along the versions backwards: booked_at rises with them, so the first row in time is the answer.
const flooredAt = `
  select coalesce((select balance from (
    (select debit_version as version, debit_balance as balance from ledger.posting
     where partner_id = $1 and debit_account = $2 and debit_version is not null and booked_at <= $3 order by debit_version desc limit 1)
    union all
    (select credit_version, credit_balance from ledger.posting
     where partner_id = $1 and credit_account = $2 and credit_version is not null and booked_at <= $3 order by credit_version desc limit 1)
  ) x order by version desc limit 1), 0) as units`

const houseAt = `
  with base as (
    select r.balance, r.block_number from ledger.roll_up r
    where r.partner_id = $1 and r.account_id = $2
      and r.block_number <= coalesce((select min(number) - 1 from ledger.block where latest > $3),
                                     (select max(number) from ledger.block))
    order by r.block_number desc limit 1
  ), later as (
    select l.entry_id from ledger.leaf l where l.partner_id = $1 and l.block_number > coalesce((select block_number from base), -1)
      and l.block_number between (select min(number) from ledger.block where latest > $3)
        and (select max(number) from ledger.block where earliest <= $3)
    union all
    select e.id from ledger.entry e
    where e.partner_id = $1 and ${unsealedFrom(lastHorizon)}
  )
  select coalesce((select balance from base), 0) + coalesce((
    select sum(case when p.credit_account = $2 then p.units else -p.units end)
    from later join ledger.posting p on p.partner_id = $1 and p.entry_id = later.entry_id
    where (p.debit_account = $2 or p.credit_account = $2) and p.booked_at <= $3), 0) as units`
