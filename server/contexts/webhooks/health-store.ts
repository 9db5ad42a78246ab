import type { Sql } from '../../kit/sql.ts'

/** An endpoint that is failing, whose turn it is to be asked how it is. */
export interface DueProbe {
  readonly partnerId: string
  /** Of its endpoint. */
  readonly version: number
}

/** Notes that these endpoints are failing; those already noted stay as they are. */
export async function noteFailing(
  sql: Sql,
  note: { partnerIds: readonly string[]; now: Date; nextProbeAt: Date },
): Promise<void> {
  await sql.query(
    `insert into webhooks.health (partner_id, failing_since, next_probe_at)
     select u, $2, $3 from unnest($1::uuid[]) u on conflict do nothing`,
    [note.partnerIds, note.now, note.nextProbeAt],
  )
}

/**
 * These endpoints have taken something. Of those that had been failing since `before` or longer, what waits for its next
 * attempt is due now: by the same statement, since nothing else remembers the outage.
 */
export async function noteRecovered(
  sql: Sql,
  note: { partnerIds: readonly string[]; before: Date; now: Date },
): Promise<void> {
  await sql.query(
    `with ended as (
       delete from webhooks.health where partner_id = any ($1) returning partner_id, failing_since
     ), moved as (
       update webhooks.delivery d set next_attempt_at = $3 from ended e
       where e.failing_since <= $2 and d.partner_id = e.partner_id and d.state = 'due' and d.next_attempt_at > $3
       returning 1
     )
     select pg_notify('webhooks', '') where exists (select from moved)`,
    [note.partnerIds, note.before, note.now],
  )
}

/** Takes the probes that are due; each is taken by one process. */
export async function takeProbes(sql: Sql, take: { now: Date; nextProbeAt: Date; count: number }): Promise<DueProbe[]> {
  const { rows } = await sql.query<{ partner_id: string; version: number }>(
    `with due as (
       select partner_id from webhooks.health where next_probe_at <= $1 order by next_probe_at limit $3 for update skip locked
     )
     update webhooks.health h set next_probe_at = $2
     from due d join webhooks.endpoint p on p.partner_id = d.partner_id where h.partner_id = d.partner_id
     returning h.partner_id, p.version`,
    [take.now, take.nextProbeAt, take.count],
  )
  return rows.map(row => ({ partnerId: row.partner_id, version: row.version }))
}

/** What a probe found. Where it is good after a bad one, what waits for its next attempt is due now. */
export async function noteProbe(
  sql: Sql,
  probe: { partnerId: string; now: Date; isHealthy: boolean; error: string | null },
): Promise<void> {
  await sql.query(
    `with before as (
       select partner_id, is_healthy from webhooks.health where partner_id = $1 for update
     ), noted as (
       update webhooks.health h set probed_at = $2, is_healthy = $3, error = $4 from before b where h.partner_id = b.partner_id
     ), moved as (
       update webhooks.delivery d set next_attempt_at = $2 from before b
       where $3 and b.is_healthy = false and d.partner_id = b.partner_id and d.state = 'due' and d.next_attempt_at > $2
       returning 1
     )
     select pg_notify('webhooks', '') where exists (select from moved)`,
    [probe.partnerId, probe.now, probe.isHealthy, probe.error],
  )
}
