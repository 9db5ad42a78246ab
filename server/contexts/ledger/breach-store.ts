import type { Sql } from '../../kit/sql.ts'
import type { Finding } from './finding.ts'

/*
 * The laws of the books, each as a query that finds what breaks it. They read everything: for `verify`, not for a hot path.
 */

const laws: readonly { law: string; detail: string; sql: string }[] = [
  {
    law: 'balance-is-its-postings',
    detail: 'the balance is not the sum of the postings',
    sql: `with leg as (
            select partner_id, debit_account as account, -units as delta from ledger.posting where debit_version is not null
            union all select partner_id, credit_account, units from ledger.posting where credit_version is not null
          ), total as (select partner_id, account, sum(delta) as units, count(*) as legs from leg group by 1, 2)
          select 'account ' || a.id || ' of partner ' || a.partner_id as row
          from ledger.account a left join total t on t.partner_id = a.partner_id and t.account = a.id
          where a.floor is not null and (a.posted <> coalesce(t.units, 0) or a.version <> coalesce(t.legs, 0))`,
  },
  {
    law: 'running-balance',
    detail: 'a running balance does not follow from the one before',
    sql: `with leg as (
            select partner_id, entry_id, debit_account as account, debit_version as version, debit_balance as balance, -units as delta
              from ledger.posting where debit_version is not null
            union all
            select partner_id, entry_id, credit_account, credit_version, credit_balance, units from ledger.posting where credit_version is not null
          ), run as (
            select *, row_number() over w as expected, sum(delta) over w as total from leg
            window w as (partition by partner_id, account order by version)
          )
          select 'entry ' || entry_id || ' of partner ' || partner_id as row from run where version <> expected or balance <> total`,
  },
  {
    law: 'held-is-its-holds',
    detail: 'the held balance is not the sum of the active holds',
    sql: `select 'account ' || a.id || ' of partner ' || a.partner_id as row
          from ledger.account a left join (
            select partner_id, account_id, sum(remaining) as held from ledger.hold where state = 'active' group by 1, 2
          ) h on h.partner_id = a.partner_id and h.account_id = a.id
          where a.floor is not null and a.held <> coalesce(h.held, 0)`,
  },
  {
    law: 'receivable-is-its-postings',
    detail: 'what the customer owes is not what was booked on its behalf',
    sql: `select 'account ' || a.id || ' of partner ' || a.partner_id as row
          from ledger.account a left join (
            select partner_id, on_behalf, sum(case when debit_account = on_behalf then -units else units end) as owed
            from ledger.posting where on_behalf is not null group by 1, 2
          ) o on o.partner_id = a.partner_id and o.on_behalf = a.id
          where a.floor is not null and a.receivable <> coalesce(o.owed, 0)`,
  },
  {
    law: 'one-asset',
    detail: 'a posting joins accounts of different assets, partners, or that do not exist',
    sql: `select 'entry ' || p.entry_id || ' of partner ' || p.partner_id as row
          from ledger.posting p
          left join ledger.account d on d.partner_id = p.partner_id and d.id = p.debit_account
          left join ledger.account c on c.partner_id = p.partner_id and c.id = p.credit_account
          where d.asset is distinct from p.asset or c.asset is distinct from p.asset`,
  },
  {
    law: 'entry-has-postings',
    detail: 'an entry without postings, or a posting without its entry',
    sql: `select 'entry ' || coalesce(e.id, p.entry_id) || ' of partner ' || coalesce(e.partner_id, p.partner_id) as row
          from ledger.entry e full join (select distinct partner_id, entry_id from ledger.posting) p
            on p.partner_id = e.partner_id and p.entry_id = e.id
          where e.id is null or p.entry_id is null`,
  },
  {
    law: 'roll-up',
    detail: 'a rolled-up balance is not the sum of the postings that were sealed by then',
    sql: `with leg as (
            select p.partner_id, p.debit_account as account, l.block_number, -p.units as delta from ledger.posting p
              join ledger.leaf l on l.partner_id = p.partner_id and l.entry_id = p.entry_id where p.debit_version is null
            union all
            select p.partner_id, p.credit_account, l.block_number, p.units from ledger.posting p
              join ledger.leaf l on l.partner_id = p.partner_id and l.entry_id = p.entry_id where p.credit_version is null
          ), touched as (select partner_id, account, block_number, sum(delta) as units from leg group by 1, 2, 3), run as (
            select partner_id, account, block_number, sum(units) over (partition by partner_id, account order by block_number) as balance
            from touched
          )
          select 'account ' || coalesce(t.account, r.account_id) || ' in block ' || coalesce(t.block_number, r.block_number) as row
          from run t full join ledger.roll_up r
            on r.partner_id = t.partner_id and r.account_id = t.account and r.block_number = t.block_number
          where t.balance is distinct from r.balance`,
  },
  {
    law: 'sealed-in-its-turn',
    detail: 'no block has the entry, though all of its time are sealed: it was put there afterwards',
    sql: `select 'entry ' || e.id || ' of partner ' || e.partner_id as row from ledger.entry e
          where e.xid < (select horizon from ledger.block order by number desc limit 1)
            and not exists (select from ledger.leaf l where l.partner_id = e.partner_id and l.entry_id = e.id)`,
  },
]

/** The first row that breaks each law; empty when the books are sound. */
export async function findBreaches(sql: Sql): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { law, detail, sql: text } of laws) {
    const { rows } = await sql.query<{ row: string }>(`${text} order by 1 limit 1`)
    if (rows[0] !== undefined) findings.push({ law, row: rows[0].row, detail })
  }
  return findings
}
