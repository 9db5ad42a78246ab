import type { Sql } from '../sql.ts'
import { batchPlaceholders } from './batch-columns.ts'
import type { Batch } from './batch-rows.ts'

export interface Verdict {
  readonly o: number
  readonly verdict: string
}

/** Writes the items; returns the refused ones. Prepared once a connection. */
export async function commitBatch(sql: Sql, batch: Batch, refusals: string): Promise<Verdict[]> {
  const { rows } = await sql.query<Verdict>(
    `select o, verdict from work.commit(${batchPlaceholders})`,
    batch.parameters(refusals),
  )
  return rows
}

export interface StoredAnswer {
  /** In hex. */
  readonly bodyHash: string
  readonly status: number
  readonly answer: string
}

export async function findAnswer(
  sql: Sql,
  partnerId: string,
  key: string,
  method: string,
  path: string,
): Promise<StoredAnswer | undefined> {
  const { rows } = await sql.query<{ body_hash: string; status: number; answer: string }>(
    `select encode(body_hash, 'hex') as body_hash, status, answer from work.idempotency
     where partner_id = $1 and key = $2 and method = $3 and path = $4`,
    [partnerId, key, method, path],
  )
  const row = rows[0]
  return row && { bodyHash: row.body_hash, status: row.status, answer: row.answer }
}

/**
 * Claims a key inside the open transaction; false when somebody else has it. Waits for another transaction that is
 * just claiming it, for at most 2 s of real time, then throws PostgreSQL's 55P03.
 */
export async function claimKey(
  sql: Sql,
  claim: {
    partnerId: string
    key: string
    method: string
    path: string
    bodyHash: string
    requestId: string
    now: Date
  },
): Promise<boolean> {
  const { rows } = await sql.query<{ claimed: boolean }>(
    `select work.claim($1, $2, $3, $4, decode($5, 'hex'), $6, $7) as claimed`,
    [claim.partnerId, claim.key, claim.method, claim.path, claim.bodyHash, claim.requestId, claim.now],
  )
  return rows[0]?.claimed === true
}

/** Completes a claimed key with its answer, or keeps a refusal under a free key; false when it already has one. */
export async function keepAnswer(
  sql: Sql,
  keep: {
    partnerId: string
    key: string
    method: string
    path: string
    bodyHash: string
    requestId: string
    now: Date
    status: number
    answer: string
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into work.idempotency as i (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
     values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9)
     on conflict (partner_id, key, method, path) do update set status = excluded.status, answer = excluded.answer where i.status = 0`,
    [
      keep.partnerId,
      keep.key,
      keep.method,
      keep.path,
      keep.bodyHash,
      keep.status,
      keep.answer,
      keep.requestId,
      keep.now,
    ],
  )
  return rowCount === 1
}

/** Forgets keys older than the moment, a slice at a time; true when more may be left. */
export async function pruneAnswers(sql: Sql, before: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from work.idempotency where ctid in (select ctid from work.idempotency where created_at < $1 limit 5000)`,
    [before],
  )
  return rowCount === 5000
}

/** A server process of the database. Its id alone may be another's after a restart. */
export interface Backend {
  readonly pid: number
  /** PostgreSQL's text, to the microsecond. */
  readonly startedAt: string
}

/** The backend of this connection. */
export async function findBackend(sql: Sql): Promise<Backend | undefined> {
  const { rows } = await sql.query<Backend>(
    `select pid, backend_start::text as "startedAt" from pg_stat_activity where pid = pg_backend_pid()`,
  )
  return rows[0]
}

/**
 * True when this backend is not there any more. One that is there is told to end where we may (a session that put its
 * rights aside may not end its own kind), else it is waited for: without its client it ends as soon as its statement does.
 */
export async function backendIsGone(sql: Sql, { pid, startedAt }: Backend): Promise<boolean> {
  const { rows } = await sql.query(
    `select case when pg_has_role(usesysid, 'usage') then pg_terminate_backend(pid) end from pg_stat_activity
     where pid = $1 and backend_start = $2::timestamptz`,
    [pid, startedAt],
  )
  return rows.length === 0
}

/** The ids of those of the entries that are in the books. */
export async function findEntries(
  sql: Sql,
  entries: readonly { partnerId: string; id: string }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ id: string }>(
    `select e.id from unnest($1::uuid[], $2::uuid[]) as k(partner_id, id)
     join ledger.entry e on e.partner_id = k.partner_id and e.id = k.id`,
    [entries.map(entry => entry.partnerId), entries.map(entry => entry.id)],
  )
  return new Set(rows.map(row => row.id))
}
