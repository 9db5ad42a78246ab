import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Log } from '../log.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster, OWNER, passwordOf } from './cluster.ts'
import { sqlState } from './connect.ts'
import { ensureRunning, type Runner } from './keep-running.ts'
import { type Place, preparePlace } from './place.ts'
import { freePort, runningPostmaster, serverAlive, signalPostmaster } from './postmaster.ts'
import { announcePresence, type Presence } from './presence.ts'
import { ensureRole } from './roles.ts'

export type EmbeddedOptions = {
  /** A folder of its own for the database. Nothing else belongs in it. */
  dataDir: string
  log: Log
  /** The database made in the cluster. */
  database?: string
  /** The login role that the application runs as; made with a random password when missing. */
  appRole?: string
  /** PostgreSQL settings over the defaults of `postmaster.ts`. They take effect when the server starts. */
  settings?: Record<string, string>
  hungAfterMs?: number
  /** Calls the start off. It has no effect on a server that was started. */
  signal?: AbortSignal | undefined
}

export type Embedded = {
  /** Connects as the superuser that owns the cluster: migrations, backup. */
  ownerUrl: string
  /** Connects as `appRole`. Both URLs stay valid while this process lives: a restart keeps the port. */
  appUrl: string
  port: number
  /** Where the data really is; not the folder asked for when the server's user cannot enter that one. */
  place: Place
  /** The process id of the server at this moment; undefined while it is down. */
  pid(): number | undefined
  /** Leaves the server; the last process to leave shuts it down (fast shutdown). */
  stop: () => Promise<void>
}

const START_ATTEMPTS = 5
const SHUTDOWN_PATIENCE_MS = 60_000
/** How long a start that is called off may take to come to a point where it ends by itself. */
const CALL_OFF_PATIENCE_MS = 5_000

/** Ways out of every server that this process uses or is starting. */
const ways = new Set<() => Promise<void>>()

/** Leaves every server that this process uses or is starting: for a process that must end wherever it is. */
export async function leaveEmbedded(): Promise<void> {
  await Promise.all([...ways].map(leave => leave()))
}

/**
 * Runs the PostgreSQL that npm installed on `dataDir`, and keeps it running: when the server dies while this process
 * lives, it is started again on the same port, so that pools reconnect by themselves.
 *
 * Who owns the server: all processes that use the folder, equally. Each starts it when it is down, and the last to
 * leave stops it, also when its own start failed or was called off. A process killed by -9 leaves the server running;
 * the next start adopts it.
 * Throws with PostgreSQL's own words when the server cannot be started, and the signal's reason when it was called off.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, database = 'florin', appRole = 'florin_app', signal } = options
  signal?.throwIfAborted()
  const place = preparePlace(options.dataDir, log)
  const binaries = findBinaries(place.identity, log)
  // Known once the cluster is there: one whose file is missing gets a new password then.
  let password = ''
  const urlOf = (user: string, secret: string, port: number, name: string) =>
    `postgres://${user}:${secret}@127.0.0.1:${port}/${name}`
  const urlFor = (port: number) => urlOf(OWNER, password, port, 'postgres')
  const { settings = {}, hungAfterMs = 30_000 } = options
  const runner: Runner = { place, binaries, settings, log, urlFor, hungAfterMs }

  const stopping = new AbortController()
  let presence: Presence | undefined
  const keep = async (port: number): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const again = { port, fixedPort: true, attempts: Number.POSITIVE_INFINITY, abort: stopping.signal }
        const actual = await ensureRunning(runner, again)
        if (actual !== port) throw new Error(`The database came back on port ${actual} instead of ${port}`)
        presence = await announcePresence(urlFor(port), () => onLost(port))
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        log.error({ err: error }, 'The database is not back yet')
        await pause(1_000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  const onLost = (port: number) => {
    presence = undefined
    log.warn({ port }, 'The database server went away: bringing it back')
    underWay = keep(port).then(() => {
      if (presence !== undefined) log.info({ port }, 'The database server is back')
    })
  }

  const begin = async (): Promise<number> => {
    await ensureCluster(place, binaries, runningPostmaster(place) !== undefined, log)
    password = passwordOf(place, 'owner-password')
    const port = await ensureRunning(runner, {
      port: await freePort(lastPort(place)),
      fixedPort: false,
      attempts: START_ATTEMPTS,
      abort: stopping.signal,
    })
    writeFileSync(join(place.dataDir, 'port'), String(port))
    await keep(port)
    stopping.signal.throwIfAborted()
    return port
  }

  const leave = async (): Promise<void> => {
    stopping.abort(signal?.reason)
    const settled = new AbortController()
    await Promise.race([
      underWay.finally(() => settled.abort()),
      pause(CALL_OFF_PATIENCE_MS, undefined, { signal: settled.signal }).catch(() => undefined),
    ])
    const own = presence ?? (await presenceOf(place, urlFor))
    presence = undefined
    const alone = own === undefined ? true : await own.leave().catch(() => true)
    if (alone) await shutDown(place, log)
    ways.delete(stop)
  }
  let left: Promise<void> | undefined
  const stop = (): Promise<void> => (left ??= leave())
  ways.add(stop)
  const callOff = (): void => void stop().catch(error => log.error({ err: error }, 'The database server was not left'))
  signal?.addEventListener('abort', callOff, { once: true })

  const begun = begin()
  let underWay: Promise<void> = begun.then(
    () => undefined,
    () => undefined,
  )
  try {
    const port = await begun
    const appPassword = passwordOf(place, 'app-password')
    await prepareDatabase(urlFor(port), database, appRole, appPassword)
    const appUrl = urlOf(appRole, appPassword, port, database)
    await ensurePassword(urlFor(port), appUrl, appRole, appPassword)
    signal?.throwIfAborted()
    log.info({ port, dir: place.dataDir }, 'The database is ready')
    const ownerUrl = urlOf(OWNER, password, port, database)
    return { ownerUrl, appUrl, port, place, pid: () => runningPostmaster(place)?.pid, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    signal?.removeEventListener('abort', callOff)
  }
}

/** Our presence at a server that was started and not yet joined; undefined where none answers. */
async function presenceOf(place: Place, urlFor: (port: number) => string): Promise<Presence | undefined> {
  const server = runningPostmaster(place)
  if (server === undefined || server.port === 0) return undefined
  return announcePresence(urlFor(server.port), () => undefined).catch(() => undefined)
}

function lastPort(place: Place): number {
  const file = join(place.dataDir, 'port')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0
}

async function prepareDatabase(url: string, database: string, appRole: string, appPassword: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await ensureRole(client, appRole, appPassword)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0)
      await client.query(`create database ${client.escapeIdentifier(database)}`).catch(ignoreDuplicate)
  } finally {
    await client.end()
  }
}

/** The role of a restored cluster has the password of the cluster that was backed up. */
async function ensurePassword(ownerUrl: string, appUrl: string, appRole: string, password: string): Promise<void> {
  const app = new Client({ connectionString: appUrl })
  try {
    await app.connect()
  } catch (error) {
    if (sqlState(error) !== '28P01') throw error
    const owner = new Client({ connectionString: ownerUrl })
    await owner.connect()
    try {
      const [role, secret] = [owner.escapeIdentifier(appRole), owner.escapeLiteral(password)]
      await owner.query(`alter role ${role} password ${secret}`)
    } finally {
      await owner.end()
    }
  } finally {
    await app.end().catch(() => undefined)
  }
}

/** Another process that starts with us may make the same thing first: 42P04 duplicate_database, 23505 in its catalog. */
function ignoreDuplicate(error: unknown): void {
  if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error
}

async function shutDown(place: Place, log: Log): Promise<void> {
  const server = runningPostmaster(place)
  if (server === undefined) return
  signalPostmaster(server.pid, 'fast')
  const started = performance.now()
  while (serverAlive(server.pid)) {
    if (performance.now() - started > SHUTDOWN_PATIENCE_MS) {
      log.error(
        { pid: server.pid },
        'The database server does not shut down: it is ended, and recovers at its next start',
      )
      signalPostmaster(server.pid, 'immediate')
      return
    }
    await pause(10)
  }
  log.info({ dir: place.dataDir }, 'The database server is shut down')
}
