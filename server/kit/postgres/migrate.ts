import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientBase } from 'pg'
import type { Log } from '../log.ts'
import { sqlState } from './connect.ts'
import { type Applied, type Migration, pendingMigrations, readMigrations } from './migration-files.ts'
import { ensureMember, ensureRole } from './roles.ts'

export type MigrateOptions = {
  /** Connects as the owner of the database. Not necessarily a superuser. */
  ownerUrl: string
  /** The folder of the `NNNN-name.sql` files. */
  folder: string
  log: Log
  /** The role that the files grant to; made when missing. */
  appRole?: string
  /** As whom the application connects, when not as `appRole`: it is seen to that this user may become it. */
  appUser?: string | undefined
  /** Stops after this number: a restore goes to the level of its backup first. */
  upTo?: number
  /** How long a statement may wait for a lock. A migration in the queue for a lock stops all traffic behind it. */
  lockTimeoutMs?: number
  /** How long to wait for another process that is migrating. */
  patienceMs?: number
  /** Ends it between two files, or while it waits for another process. */
  signal?: AbortSignal | undefined
}

/** The key of the advisory lock under which one process of a database migrates. Any constant will do. */
const MIGRATION_KEY = '7306085441894479'
const MINIMUM_VERSION = 150_000
const LOCK_ATTEMPTS = 10
const LOCK_PAUSE_MS = 500

/**
 * Brings the database to the newest migration and returns those applied now. One process at a time; the others wait
 * and then find nothing to do. Each file is one transaction with its row in `migration.applied`, so a crash leaves
 * whole files only; a file whose first line is `-- no-transaction` is one statement run outside of any.
 * Throws, having changed nothing, when files and database disagree (see `pendingMigrations`), the server is older than
 * PostgreSQL 15, or the role is missing and may not be made, or may not be become (`LacksRight`).
 */
export async function migrate(options: MigrateOptions): Promise<Applied[]> {
  const { ownerUrl, folder, log, appRole = 'florin_app', upTo = Number.POSITIVE_INFINITY } = options
  const { lockTimeoutMs = 5_000, patienceMs = 300_000, signal } = options
  const files = await readMigrations(folder)
  const client = new Client({ connectionString: ownerUrl, application_name: 'florin migrate' })
  client.on('error', () => undefined) // The statement under way reports it.
  await client.connect()
  try {
    await refuseOldServer(client)
    await lockMigrations(client, { patienceMs, log, signal })
    await ensureRole(client, appRole)
    // Before anything is changed: later it would be found out by a process that cannot start.
    if (options.appUser !== undefined) await ensureMember(client, appRole, options.appUser)
    await makeRecord(client)
    const { rows } = await client.query<Applied>('select number, name, sha256 from migration.applied order by number')
    const pending = pendingMigrations(files, rows).filter(file => file.number <= upTo)
    for (const file of pending) {
      signal?.throwIfAborted()
      await apply(client, file, lockTimeoutMs, log)
    }
    return pending.map(({ number, name, sha256 }) => ({ number, name, sha256 }))
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  )
  const { number = 0, text = '?' } = rows[0] ?? {}
  if (number < MINIMUM_VERSION) throw new Error(`PostgreSQL 15 or newer is needed, but the server is ${text}`)
}

/**
 * Takes the migration lock, until the connection ends, by asking again and again. Waiting inside pg_advisory_lock would
 * hold a snapshot, which a `create index concurrently` of the process that migrates waits for: the two would wait for
 * each other. `shared` keeps migrations away without being one.
 */
export async function lockMigrations(
  client: ClientBase,
  {
    shared = false,
    patienceMs = 300_000,
    log,
    signal,
  }: { shared?: boolean; patienceMs?: number; log: Log; signal?: AbortSignal | undefined },
): Promise<void> {
  const started = performance.now()
  for (let asked = 0; ; asked++) {
    const ask = `pg_try_advisory_lock${shared ? '_shared' : ''}(${MIGRATION_KEY})`
    const { rows } = await client.query<{ taken: boolean }>(`select ${ask} as taken`)
    if (rows[0]?.taken === true) return
    if (asked === 0) log.info({}, 'Waiting for another process that migrates or exports the database')
    if (performance.now() - started > patienceMs) {
      throw new Error(`Another process has been migrating or exporting the database for more than ${patienceMs} ms`)
    }
    await pause(200, undefined, { signal })
  }
}

async function makeRecord(client: Client): Promise<void> {
  await client.query(`
    create schema if not exists migration;
    create table if not exists migration.applied (
      number int primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`)
}

/** Applies a file; when a lock is not granted in time, everything is undone and tried again a little later. */
async function apply(client: Client, file: Migration, lockTimeoutMs: number, log: Log): Promise<void> {
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    try {
      // RESET ALL: a file's `set search_path` shall not reach into the next one.
      await client.query(`reset all; set lock_timeout = ${lockTimeoutMs}`)
      await (file.transactional ? applyInTransaction(client, file) : applyAlone(client, file))
      break
    } catch (error) {
      if (sqlState(error) !== '55P03' || attempt === LOCK_ATTEMPTS) throw explained(file, error)
      log.warn({ migration: file.name, attempt }, 'A lock was not granted: trying the migration again')
      await pause(LOCK_PAUSE_MS)
    }
  }
  log.info(
    { number: file.number, name: file.name, tookMs: Math.round(performance.now() - started) },
    'Migration applied',
  )
}

async function applyInTransaction(client: Client, file: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.sql)
    await record(client, file)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * A `create index concurrently` that failed leaves an invalid index of that name behind, which `if not exists` would
 * take for the index: it is dropped before the file runs again.
 */
async function applyAlone(client: Client, file: Migration): Promise<void> {
  const { rows } = await client.query<{ name: string; index: string }>(`
    select c.relname as name, format('%I.%I', n.nspname, c.relname) as index
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where not i.indisvalid and c.relkind = 'i'`)
  for (const { name, index } of rows) {
    if (new RegExp(`\\b${name}\\b`).test(file.sql)) await client.query(`drop index concurrently ${index}`)
  }
  // The extended protocol refuses a second statement, which would make the whole a transaction.
  await client.query({ text: file.sql, queryMode: 'extended' } as { text: string })
  await record(client, file)
}

async function record(client: Client, { number, name, sha256 }: Migration): Promise<void> {
  await client.query('insert into migration.applied (number, name, sha256) values ($1, $2, $3)', [number, name, sha256])
}

/** The error with the file's name and, where PostgreSQL says a position, the line. */
function explained(file: Migration, error: unknown): Error {
  const { message, position, detail } = error as { message: string; position?: string; detail?: string }
  const line = position === undefined ? '' : ` at line ${file.sql.slice(0, Number(position)).split('\n').length}`
  const label = `${String(file.number).padStart(4, '0')}-${file.name}.sql`
  return new Error(`Migration ${label} failed${line}: ${message}${detail === undefined ? '' : ` (${detail})`}`, {
    cause: error,
  })
}
