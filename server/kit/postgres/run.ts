import { spawn } from 'node:child_process'
import type { Identity } from './identity.ts'
import type { Place } from './place.ts'

/**
 * The environment and user of a PostgreSQL program. Nothing is inherited: a PGDATA or PGPORT of the shell would
 * change what runs. Windows programs need theirs to start at all.
 */
export function childOptions(place: Place): { cwd: string; env?: Record<string, string>; uid?: number; gid?: number } {
  const env = process.platform === 'win32' ? {} : { env: { HOME: place.logDir, LC_ALL: 'C', PATH: '/usr/bin:/bin' } }
  return { cwd: place.dataDir, ...env, ...userOf(place.identity) }
}

function userOf(identity: Identity): { uid?: number; gid?: number } {
  return identity === undefined ? {} : { uid: identity.uid, gid: identity.gid }
}

/**
 * Runs a program of PostgreSQL to its end and returns what it printed.
 * Throws with the program's own words when it fails.
 */
export function run(program: string, args: string[], place: Place, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...childOptions(place), stdio: 'pipe' })
    let output = ''
    child.stdout.on('data', chunk => (output += chunk))
    child.stderr.on('data', chunk => (output += chunk))
    child.stdin.on('error', () => undefined) // A program that dies before reading tells why by its exit.
    child.stdin.end(input)
    child.on('error', cause => reject(new Error(`${program} could not be started: ${cause.message}`, { cause })))
    child.on('close', code => {
      if (code === 0) resolve(output)
      else reject(new Error(`${program} failed with ${code}: ${output.trim()}`))
    })
  })
}
