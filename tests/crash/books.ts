import { createPublicKey } from 'node:crypto'
import type { Pool } from 'pg'
import { verifyBooks } from '../../server/contexts/ledger/index.ts'
import { withTransaction } from '../../server/kit/postgres/connect.ts'
import type { Told } from './caller.ts'

/*
 * What must hold of the books at any moment, under load or not: every statement below finds violations, and is read in
 * one snapshot. Each deed has a key, so the stored answers say what was promised, and to whom.
 */

const stored = (path: string, id: string) =>
  `select answer::json ->> '${id}' as id, count(*) as n from work.idempotency
   where method = 'POST' and path = '${path}' and status between 200 and 299 group by 1`

/** Every stored success is one row, and every row one stored success. */
const oneEach = (path: string, id: string, table: string): string =>
  `select coalesce(k.id, t.id::text) as row, k.n from (${stored(path, id)}) k full join ${table} t on t.id::text = k.id
   where t.id is null or k.n is distinct from 1`

const VIOLATIONS: Readonly<Record<string, string>> = {
  'a transfer without its one key, or a key without its transfer': oneEach(
    '/v1/transfer',
    'transferId',
    'transfers.transfer',
  ),
  'an exchange without its one key, or a key without its exchange': oneEach(
    '/v1/partner/exchange',
    'exchangeId',
    'exchange.exchange',
  ),
  'a user without its one key, or a key without its user': `
    select coalesce(k.id, u.id::text) as row, k.n from (
      ${stored('/v1/user/balances/crypto', 'userId')} union all ${stored('/v1/user/balances/crypto-and-fiat', 'userId')}
    ) k full join users.user u on u.id::text = k.id where u.id is null or k.n is distinct from 1`,
  'a key that was claimed and never answered': `select key as row from work.idempotency where status = 0`,
  'a transfer that is not one entry of one posting over its amount': `
    select t.id as row, count(p.*) as n from transfers.transfer t
    left join ledger.entry e on e.partner_id = t.partner_id and e.business_id = t.id and e.kind = 'transfer'
    left join ledger.posting p on p.partner_id = e.partner_id and p.entry_id = e.id and p.units = t.units and p.asset = t.asset
    group by t.id having count(p.*) <> 1`,
  'an entry for which there is no transfer or exchange': `
    select e.id as row from ledger.entry e where e.kind <> 'opening'
      and not exists (select from transfers.transfer t where t.partner_id = e.partner_id and t.id = e.business_id)
      and not exists (select from exchange.exchange x where x.partner_id = e.partner_id and x.id = e.business_id)`,
  'a user whose balance is not what the transfers say': `
    select u.external_user_id as row, a.posted, coalesce(m.units, 0) as expected
    from users.user u join ledger.account a on a.partner_id = u.partner_id and a.owner_id = u.id and a.asset = 'eur' and a.code = 'customer'
    left join (select owner, sum(units) as units from (
        select destination_user_id as owner, units from transfers.transfer where destination_user_id is not null
        union all select source_user_id, -units from transfers.transfer where source_user_id is not null) x group by 1
      ) m on m.owner = u.id
    where a.posted <> coalesce(m.units, 0) or a.posted < 0`,
  'a transfer that is not in both histories once': `
    select t.id as row from transfers.transfer t left join statement.line l on l.partner_id = t.partner_id and l.id = t.id
    group by t.id having count(l.*) <> 2`,
  'an event too many or too few': `
    select s.id as row, s.type, count(e.*) as n from (
      select id, 'transfer.status' as type from transfers.transfer union all select id, 'exchange.status' from exchange.exchange
    ) s left join events.event e on e.subject = s.id::text and e.type = s.type
    group by s.id, s.type having count(e.*) <> 1`,
  'an event that is neither waiting for its number nor numbered once': `
    select e.id as row, e.type, count(distinct l.sequence) as numbers, count(distinct o.position) as waiting
    from events.event e
    left join webhooks.log l on l.partner_id = e.partner_id and l.event_id = e.id
    left join events.outbox o on o.event_id = e.id
    where e.type in ('transfer.status', 'exchange.status', 'user.status', 'kyc.status')
    group by e.id, e.type having count(distinct l.sequence) + count(distinct o.position) <> 1`,
  'a gap in a partner’s sequence': `
    select partner_id as row, max(sequence), count(*) from webhooks.log group by 1 having max(sequence) <> count(*)`,
  'a block that is missing': `
    select number as row from (select number, lag(number, 1, -1) over (order by number) as before from ledger.block) b
    where number <> before + 1`,
}

/** What is wrong with the books now; empty: nothing. */
export async function findViolations(pool: Pool): Promise<string[]> {
  return withTransaction(
    pool,
    async sql => {
      const found: string[] = []
      // A crash loses the statistics, and tables grow faster than anyone analyses them: a nested loop would take minutes.
      await sql.query('set local enable_nestloop = off')
      for (const [law, statement] of Object.entries(VIOLATIONS)) {
        const { rows } = await sql.query<Record<string, unknown>>(`${statement} limit 5`)
        if (rows.length > 0) found.push(`${law}: ${rows.map(row => Object.values(row).join(' ')).join(', ')}`)
      }
      return found
    },
    { isolation: 'repeatable read' },
  )
}

/** Those who were told something else than what is kept under their key: an acknowledged answer that is lost or changed. */
export async function findLies(pool: Pool, told: readonly Told[]): Promise<string[]> {
  const { rows } = await pool.query<{ key: string; status: number; answer: string }>(
    'select key, status, answer from work.idempotency where key = any ($1)',
    [told.map(({ deed }) => deed.idempotencyKey)],
  )
  const kept = new Map(rows.map(row => [row.key, row]))
  return told
    .filter(({ deed, status, text }) => {
      const row = kept.get(deed.idempotencyKey)
      return row?.status !== status || row.answer !== text
    })
    .map(
      ({ deed, text }) => `${deed.idempotencyKey} was told ${text}, kept is ${kept.get(deed.idempotencyKey)?.answer}`,
    )
}

/** Who should have what, by what the callers were told alone: externalUserId → cents. */
export function balancesAsTold(told: readonly Told[]): Map<string, bigint> {
  const balances = new Map<string, bigint>()
  const add = (user: unknown, cents: bigint): void => {
    if (typeof user === 'string') balances.set(user, (balances.get(user) ?? 0n) + cents)
  }
  for (const { deed, status } of told) {
    if (deed.what === 'user') add(deed.body['externalUserId'], 0n)
    if (deed.what !== 'transfer' || status !== 201) continue
    const cents = BigInt(String(deed.body['amount']).replace('.', ''))
    add(deed.body['destinationExternalUserId'], cents)
    add(deed.body['sourceExternalUserId'], -cents)
  }
  return balances
}

export async function balancesInBooks(pool: Pool): Promise<Map<string, bigint>> {
  const { rows } = await pool.query<{ user: string; posted: bigint }>(
    `select u.external_user_id as user, a.posted from users.user u
     join ledger.account a on a.partner_id = u.partner_id and a.owner_id = u.id and a.asset = 'eur' and a.code = 'customer'
     where u.model = 'no-kyc'`,
  )
  return new Map(rows.map(({ user, posted }) => [user, posted]))
}

/** `verifyBooks` with the public half of the sealing key. */
export const verify = (pool: Pool, sealingKey: string) => verifyBooks(pool, [createPublicKey(sealingKey)])

/** Work that is due and not done, dead, or held by nobody who lives. */
export async function findStuck(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string; state: string; attempt: number; error: string | null }>(
    `select kind, state, attempt, last_error as error from jobs.job
     where state = 'dead' or (state = 'running' and lease_until < clock_timestamp())
        or (key <> 'tick' and due_at <= clock_timestamp())
        or (key = 'tick' and state = 'waiting' and due_at < clock_timestamp() - interval '30 seconds')`,
  )
  return rows.map(({ kind, state, attempt, error }) => `${kind} ${state} after ${attempt}: ${error}`)
}

/** Approved users whose account was not opened, or opened and announced more than once. */
export async function findHalfActivated(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ user: string; stage: string; fiat: string; events: bigint }>(
    `select u.external_user_id as user, u.stage, u.fiat_status as fiat, count(e.*) as events
     from users.user u left join events.event e on e.subject = u.id::text and e.type = 'user.status'
     where u.kyc_status = 'APPROVED' group by 1, 2, 3
     having u.stage <> 'ACTIVE' or u.fiat_status <> 'ACTIVE' or count(e.*) <> 1`,
  )
  return rows.map(({ user, stage, fiat, events }) => `${user}: ${stage}, EUR ${fiat}, ${events} events`)
}
