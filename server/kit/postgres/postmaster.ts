import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import { childOptions } from './run.ts'

/** A running server as its `postmaster.pid` describes it. */
export type Postmaster = { pid: number; port: number }

function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * What process `pid` is: a PostgreSQL server, some other program (ids are reused after a reboot or in a new
 * container), or gone.
 */
function whatIs(pid: number): 'server' | 'other' | 'gone' {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'
  }
  if (process.platform === 'win32') return 'server'
  return commandOf(pid).includes('postgres') ? 'server' : 'other'
}

export const serverAlive = (pid: number): boolean => whatIs(pid) === 'server'

/**
 * The server that runs on this cluster, or undefined. A `postmaster.pid` whose process is some other program by now
 * is removed: PostgreSQL would take it for a running server and refuse to start. (One whose process is gone is
 * PostgreSQL's own affair: removing it here could race with another process that starts the server.)
 */
export function runningPostmaster(place: Place): Postmaster | undefined {
  const path = join(place.clusterDir, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(path, 'utf8').split('\n')
  } catch {
    return undefined
  }
  // Line 1 is the process, 4 the port (PostgreSQL, src/include/utils/pidfile.h). A starting server writes 4 later.
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  const what = whatIs(pid)
  if (what === 'server') return { pid, port: Number(lines[3] || 0) }
  if (what === 'other') rmSync(path, { force: true })
  return undefined
}

/** A TCP port of 127.0.0.1 that nothing listens on: `preferred` when it is free. */
export function freePort(preferred = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', error => (preferred === 0 ? reject(error) : resolve(freePort())))
    probe.listen({ port: preferred, host: '127.0.0.1', exclusive: true }, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/**
 * A quarter of the memory that we may use, 128 MB to 1 GB: beyond the buffers that hold the ends of its indexes the ledger
 * grows dearer with its history (0023). Taken as it is used.
 */
export function sharedBuffers(memoryBytes: number): string {
  const quarterMb = Math.floor(memoryBytes / 4 / 1024 ** 2)
  return `${Math.min(1_024, Math.max(128, quarterMb))}MB`
}

/** The machine's, or the container's where that is less. */
const memoryBytes = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/** Durable by default: fsync, full_page_writes and synchronous_commit are PostgreSQL's own `on`. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '200',
  shared_buffers: sharedBuffers(memoryBytes()),
  wal_level: 'replica',
  max_wal_senders: '4',
  max_replication_slots: '4',
  // What a peak needs of the log stays there overnight: making a segment anew costs more than writing it (0019).
  min_wal_size: '1GB',
  max_wal_size: '4GB',
  checkpoint_timeout: '10min',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of logs, one file a day. Statements carry customers' values: they stay out of the log.
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const LOG_TAIL_BYTES = 4_096

/** What the last start said, for the reason it failed: what it printed, and what its log has since its first line. */
export function startOutput(place: Place): string {
  const printed = textOf(join(place.dataDir, 'start.log'))
  const logs = readdirSync(place.logDir).map(name => join(place.logDir, name))
  const newest = logs.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  if (!printed.includes('redirecting log output') || newest === undefined) return printed
  const tail = textOf(newest).slice(-LOG_TAIL_BYTES)
  return tail.slice(Math.max(0, tail.lastIndexOf('starting PostgreSQL')))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/**
 * Spawns the server in a session of its own, so that neither Ctrl-C in our terminal nor our death ends it.
 * `exited` resolves when the process ends (a server that did not start ends at once).
 */
export function spawnPostmaster(
  place: Place,
  binaries: Binaries,
  port: number,
  settings: Record<string, string>,
): { pid: number | undefined; exited: Promise<void> } {
  const all = { ...SETTINGS, log_directory: place.logDir, port: String(port), ...settings }
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(join(place.dataDir, 'start.log'), 'w', 0o600)
  const child = spawn(binaries.postgres, ['-D', place.clusterDir, ...args], {
    ...childOptions(place),
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  const exited = new Promise<void>((resolve, reject) => child.once('exit', () => resolve()).once('error', reject))
  return { pid: child.pid, exited }
}

/** Fast shutdown ends sessions and writes a checkpoint; immediate ends the server as a crash would. */
export function signalPostmaster(pid: number, how: 'fast' | 'immediate' | 'kill'): void {
  const signal = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const
  try {
    process.kill(pid, signal[how])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
