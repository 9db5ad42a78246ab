import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { Binaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import type { Place } from './place.ts'
import {
  freePort,
  runningPostmaster,
  serverAlive,
  signalPostmaster,
  spawnPostmaster,
  startOutput,
} from './postmaster.ts'
import { probe } from './probe.ts'

export type Runner = {
  place: Place
  binaries: Binaries
  settings: Record<string, string>
  log: Log
  /** The owner's URL for a port. */
  urlFor(port: number): string
  /** Silence of a living server that we take for a hang, in ms. */
  hungAfterMs: number
}

const PAUSE_MIN_MS = 20
const PAUSE_MAX_MS = 2_000
const IMMEDIATE_PATIENCE_MS = 5_000
/** Another process is starting the server, or the children of a killed one are still ending: worth waiting for. */
const PASSING = /lock file "postmaster\.pid"|pre-existing shared memory block/
const PASSING_PATIENCE_MS = 60_000
const PORT_TAKEN = /Address already in use|could not bind/i

/**
 * Sees to it that a server runs on the cluster, and returns its port: adopts the one that lives, waits for one that
 * starts or recovers, ends one that hangs, else starts one. Any number of processes may do this at once:
 * `postmaster.pid` lets one server through, and the losers find it at their next look.
 * `port` is the one wanted (0: any); `fixedPort` insists on it, because pools are connected to it.
 * Gives up with what PostgreSQL said after `attempts` starts that failed, or when `abort` fires.
 */
export async function ensureRunning(
  runner: Runner,
  { port, fixedPort, attempts, abort }: { port: number; fixedPort: boolean; attempts: number; abort: AbortSignal },
): Promise<number> {
  const begun = performance.now()
  let wanted = port
  let silentSince: number | undefined
  let failures = 0
  let wait = PAUSE_MIN_MS
  while (true) {
    abort.throwIfAborted()
    const living = runningPostmaster(runner.place)
    if (living !== undefined) {
      const asked = performance.now()
      const health = living.port === 0 ? 'silent' : await probe(runner.urlFor(living.port), runner.place)
      if (health === 'ready') return living.port
      silentSince = health === 'silent' ? (silentSince ?? asked) : undefined
      if (silentSince !== undefined && performance.now() - silentSince > runner.hungAfterMs) {
        await endHung(living.pid, runner)
        silentSince = undefined
      }
    } else if (await startOnce(runner, wanted)) {
      wait = PAUSE_MIN_MS
    } else if (PORT_TAKEN.test(startOutput(runner.place)) && !fixedPort) {
      failures++
      wanted = await freePort()
    } else if (!PASSING.test(startOutput(runner.place)) || performance.now() - begun > PASSING_PATIENCE_MS) {
      failures++
    }
    if (failures >= attempts) {
      throw new Error(`PostgreSQL does not start in ${runner.place.clusterDir}: ${startOutput(runner.place)}`)
    }
    await pause(wait, undefined, { signal: abort })
    wait = Math.min(wait * 1.5, PAUSE_MAX_MS)
  }
}

/**
 * Spawns the server and watches it until it answers or ends; false when it ended, or was ended because it hung.
 * Throws what `probe` throws; a server of ours is then ended first, since nobody would use it.
 */
async function startOnce(runner: Runner, port: number): Promise<boolean> {
  const { place, binaries, log } = runner
  await ensureCluster(place, binaries, false, log)
  let ended = false
  const { pid, exited } = spawnPostmaster(place, binaries, port, runner.settings)
  const end = exited.then(() => {
    ended = true
  })
  let heardAt = performance.now()
  try {
    while (!ended) {
      const living = runningPostmaster(place)
      // Ours or one started meanwhile by another process: either serves.
      const health =
        living === undefined || living.port === 0 ? 'silent' : await probe(runner.urlFor(living.port), place)
      if (health === 'ready') return true
      if (health === 'busy') heardAt = performance.now()
      if (performance.now() - heardAt > runner.hungAfterMs && pid !== undefined) {
        await endHung(pid, runner)
        return false
      }
      await Promise.race([end, pause(PAUSE_MIN_MS)])
    }
  } catch (error) {
    if (pid !== undefined && !ended) signalPostmaster(pid, 'fast')
    await end
    throw error
  }
  return false
}

async function endHung(pid: number, { log, hungAfterMs }: Runner): Promise<void> {
  log.error({ pid }, 'The database server does not answer: it is ended and started again')
  signalPostmaster(pid, 'immediate')
  const asked = performance.now()
  const patienceMs = Math.min(hungAfterMs, IMMEDIATE_PATIENCE_MS)
  while (serverAlive(pid)) {
    // A stopped (SIGSTOP) or wedged server takes no request; PostgreSQL recovers from its log as after a crash.
    if (performance.now() - asked > patienceMs) signalPostmaster(pid, 'kill')
    await pause(50)
  }
}
