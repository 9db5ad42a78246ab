import type { Sql } from '../../kit/sql.ts'

/** An endpoint that is failing, whose turn it is to be asked how it is. */
export interface DueProbe {
  readonly partnerId: string
  /** Of its endpoint. */
  readonly version: number
  /** Of the probe before; null at the first. */
  readonly wasHealthy: boolean | null
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

/** These endpoints have taken something; returns those that had been failing since `before` or longer. */
export async function noteRecovered(sql: Sql, partnerIds: readonly string[], before: Date): Promise<string[]> {
  const { rows } = await sql.query<{ partner_id: string; failing_since: Date }>(
    'delete from webhooks.health where partner_id = any ($1) returning partner_id, failing_since',
    [partnerIds],
  )
  return rows.filter(row => row.failing_since <= before).map(row => row.partner_id)
}

/** Takes the probes that are due; each is taken by one process. */
export async function takeProbes(sql: Sql, take: { now: Date; nextProbeAt: Date; count: number }): Promise<DueProbe[]> {
  const { rows } = await sql.query<{ partner_id: string; version: number; is_healthy: boolean | null }>(
    `with due as (
       select partner_id from webhooks.health where next_probe_at <= $1 order by next_probe_at limit $3 for update skip locked
     )
     update webhooks.health h set next_probe_at = $2
     from due d join webhooks.endpoint p on p.partner_id = d.partner_id where h.partner_id = d.partner_id
     returning h.partner_id, p.version, h.is_healthy`,
    [take.now, take.nextProbeAt, take.count],
  )
  return rows.map(row => ({ partnerId: row.partner_id, version: row.version, wasHealthy: row.is_healthy }))
}

export async function noteProbe(
  sql: Sql,
  probe: { partnerId: string; now: Date; isHealthy: boolean; error: string | null },
): Promise<void> {
  await sql.query('update webhooks.health set probed_at = $2, is_healthy = $3, error = $4 where partner_id = $1', [
    probe.partnerId,
    probe.now,
    probe.isHealthy,
    probe.error,
  ])
}
