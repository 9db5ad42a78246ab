import type { Sql } from '../sql.ts'

export interface Job {
  readonly id: string
  readonly partnerId: string
  readonly kind: string
  readonly key: string
  readonly payload: unknown
  readonly attempt: number
  readonly dueAt: Date
  readonly actor: string
  readonly requestId: string | undefined
  readonly cause: string | undefined
}

interface Row {
  id: string
  partner_id: string
  kind: string
  key: string
  payload: unknown
  attempt: number
  due_at: Date
  actor: string
  request_id: string | null
  cause: string | null
}

const jobOf = (row: Row): Job => ({
  id: row.id,
  partnerId: row.partner_id,
  kind: row.kind,
  key: row.key,
  payload: row.payload,
  attempt: row.attempt,
  dueAt: row.due_at,
  actor: row.actor,
  requestId: row.request_id ?? undefined,
  cause: row.cause ?? undefined,
})

const columns = 'id, partner_id, kind, key, payload, attempt, due_at, actor, request_id, cause'

/**
 * Takes up to `count` due jobs of the kinds for `leaseMs` of real time, first those whose holder's lease has run out:
 * they were due before, and would never come to their turn behind a backlog that does not end.
 */
export async function claimJobs(
  sql: Sql,
  claim: {
    kinds: readonly string[]
    now: Date
    count: number
    leaseMs: number
    holder: string
    /** Ids of those that the holder carries out now: it lives, whatever has become of their leases. */
    underWay: readonly string[]
  },
): Promise<Job[]> {
  const { rows } = await sql.query<Row>(
    `with waiting as (
       select id from jobs.job where state = 'waiting' and due_at <= $2 and kind = any ($1)
       order by due_at limit $3 for update skip locked
     ), abandoned as (
       select id from jobs.job where state = 'running' and lease_until < clock_timestamp() and kind = any ($1) and id <> all ($6)
       order by lease_until limit $3 for update skip locked
     )
     update jobs.job j set state = 'running', attempt = attempt + 1, leased_by = $5,
            lease_until = clock_timestamp() + $4 * interval '1 millisecond'
     from (select id from abandoned union all select id from waiting limit $3) d
     where j.id = d.id returning ${columns.replaceAll(/(\w+)/g, 'j.$1')}`,
    [claim.kinds, claim.now, claim.count, claim.leaseMs, claim.holder, claim.underWay],
  )
  return rows.map(jobOf)
}

/** Keeps a running job for longer. False: the lease was lost to another process. */
export async function extendLease(sql: Sql, id: string, holder: string, leaseMs: number): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update jobs.job set lease_until = clock_timestamp() + $3 * interval '1 millisecond' where id = $1 and leased_by = $2 and state = 'running'`,
    [id, holder, leaseMs],
  )
  return rowCount === 1
}

/** The job is done and leaves the table. */
export async function finishJob(sql: Sql, id: string, holder: string): Promise<void> {
  await sql.query(`delete from jobs.job where id = $1 and leased_by = $2 and state = 'running'`, [id, holder])
}

/** The job waits again: for its next tick (`attempt` 0) or after a failure. */
export async function rescheduleJob(
  sql: Sql,
  again: { id: string; holder: string; dueAt: Date; attempt: number; error: string | null },
): Promise<void> {
  await sql.query(
    `update jobs.job set state = 'waiting', due_at = $3, attempt = $4, last_error = $5, lease_until = null, leased_by = null
     where id = $1 and leased_by = $2 and state = 'running'`,
    [again.id, again.holder, again.dueAt, again.attempt, again.error],
  )
}

/** The job has failed for the last time and waits for the operator. */
export async function buryJob(sql: Sql, id: string, holder: string, error: string): Promise<void> {
  await sql.query(
    `update jobs.job set state = 'dead', last_error = $3, lease_until = null, leased_by = null
     where id = $1 and leased_by = $2 and state = 'running'`,
    [id, holder, error],
  )
}

/** Gives back what a stopping process holds, so that nobody waits for the lease. */
export async function returnJobs(sql: Sql, holder: string): Promise<void> {
  await sql.query(
    `update jobs.job set state = 'waiting', attempt = greatest(0, attempt - 1), lease_until = null, leased_by = null
     where leased_by = $1 and state = 'running'`,
    [holder],
  )
}

/** Makes sure that a periodic job exists. */
export async function ensureJob(
  sql: Sql,
  job: { id: string; partnerId: string; kind: string; key: string; dueAt: Date },
): Promise<void> {
  await sql.query(
    `insert into jobs.job (id, partner_id, kind, key, payload, due_at, actor, created_at)
     values ($1, $2, $3, $4, '{}', $5, 'system:start', $5) on conflict (kind, key) do nothing`,
    [job.id, job.partnerId, job.kind, job.key, job.dueAt],
  )
}

/** How many jobs are under way or due by `now`, and when the next one is due after it. Periodic ticks set no moment. */
export async function jobsOutlook(sql: Sql, now: Date): Promise<{ pending: number; nextDueAt: Date | undefined }> {
  const { rows } = await sql.query<{ pending: bigint; next: Date | null }>(
    `select (select count(*) from jobs.job where state = 'waiting' and due_at <= $1)
          + (select count(*) from jobs.job where state = 'running') as pending,
            (select min(due_at) from jobs.job where state = 'waiting' and due_at > $1 and key <> 'tick') as next`,
    [now],
  )
  return { pending: Number(rows[0]?.pending ?? 0), nextDueAt: rows[0]?.next ?? undefined }
}

export type DeadJob = Job & { readonly lastError: string | null; readonly createdAt: Date }

/** Jobs that were given up, newest first. */
export async function listDeadJobs(
  sql: Sql,
  page: { kind?: string | undefined; limit: number; after?: { createdAt: string; id: string } | undefined },
): Promise<DeadJob[]> {
  const { rows } = await sql.query<Row & { last_error: string | null; created_at: Date }>(
    `select ${columns}, last_error, created_at from jobs.job
     where state = 'dead' and ($2::text is null or kind = $2)
       and (created_at, id) < (coalesce($3::timestamptz, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by created_at desc, id desc limit $1`,
    [page.limit, page.kind ?? null, page.after?.createdAt ?? null, page.after?.id ?? null],
  )
  return rows.map(row => ({ ...jobOf(row), lastError: row.last_error, createdAt: row.created_at }))
}

/** Gives a dead job another life. False when there is no such dead job. */
export async function reviveJob(sql: Sql, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update jobs.job set state = 'waiting', due_at = $2, attempt = 0 where id = $1 and state = 'dead'`,
    [id, now],
  )
  return rowCount === 1
}
