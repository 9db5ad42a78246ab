import { type ClientConfig, Pool, type PoolClient } from 'pg'
import type { Log } from '../log.ts'
import { columnTypes } from './parsers.ts'

export type ConnectOptions = {
  url: string
  /** Seen in pg_stat_activity. */
  applicationName: string
  log: Log
  /** Connections at most. */
  maxConnections?: number
  /** How long a caller waits for a connection before it gets an error. */
  connectTimeoutMs?: number
  statementTimeoutMs?: number
  lockTimeoutMs?: number
  idleInTransactionTimeoutMs?: number
  /** Every session runs as this role (`set role`), when the URL's user is another that may become it. */
  role?: string
}

/** The `pg` settings of one connection: also for a client outside the pool (`Listener`, backup). */
export function connectionConfig(options: ConnectOptions): ClientConfig {
  const { statementTimeoutMs = 30_000, lockTimeoutMs = 10_000, idleInTransactionTimeoutMs = 30_000 } = options
  const settings = [
    `statement_timeout=${statementTimeoutMs}`,
    `lock_timeout=${lockTimeoutMs}`,
    `idle_in_transaction_session_timeout=${idleInTransactionTimeoutMs}`,
    'timezone=UTC',
    ...(options.role === undefined ? [] : [`role=${options.role}`]),
  ]
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    types: columnTypes,
    // A startup option, not a statement after connecting: RESET ALL returns to it, and it costs no round trip.
    options: settings.map(setting => `-c ${setting.replace(/[\\ ]/g, '\\$&')}`).join(' '),
  }
}

/**
 * A pool whose values come as `columnTypes` says. It connects on first use and again after the server was away.
 * End it with `pool.end()`.
 */
export function connect(options: ConnectOptions): Pool {
  const pool = new Pool({ ...connectionConfig(options), max: options.maxConnections ?? 20, idleTimeoutMillis: 30_000 })
  // Without a listener the end of an idle connection (a server restart) would end the process.
  pool.on('error', error => {
    // What the server says to connections that we are ending is no loss.
    if (!pool.ending) options.log.warn({ err: error }, 'An idle database connection was lost')
  })
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}

/** SQLSTATE of an error thrown by PostgreSQL, e.g. `23505`; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/**
 * Whether an error leaves open what the database did: the connection was lost (no SQLSTATE, or class 08), the server is
 * going down (57P01 and its kin), or the backend ends with these words, whatever their SQLSTATE: one that panics while it
 * flushes its commit may find that commit in the log when it comes back. Any other error is a clear no: nothing was written.
 */
export function answerWasLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state === undefined || state.startsWith('08') || state.startsWith('57P')) return true
  const { severity } = error as { severity?: unknown }
  return severity === 'FATAL' || severity === 'PANIC'
}

const RETRYABLE = new Set(['40001', '40P01'])

/**
 * Runs `work` in one transaction and commits it; any error rolls back and is thrown. A serialization failure (40001)
 * or deadlock (40P01) runs `work` anew, at most `attempts` times in all, so it must have no effect but its SQL.
 * An error of COMMIT itself leaves the outcome unknown: it is thrown, and the caller must look before it answers.
 */
export async function withTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  {
    isolation = 'read committed',
    attempts = 5,
  }: {
    isolation?: 'read committed' | 'repeatable read' | 'serializable'
    attempts?: number
  } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query(`begin isolation level ${isolation}`)
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      // A connection that cannot even roll back is thrown away by release(broken).
      await client.query('rollback').catch(cause => (broken = cause as Error))
      if (attempt >= attempts || !RETRYABLE.has(sqlState(error) ?? '')) throw error
    } finally {
      client.release(broken)
    }
  }
}
