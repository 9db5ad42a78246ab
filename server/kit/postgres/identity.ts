import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The operating-system user a PostgreSQL server runs as. `undefined` means: the user of this process. */
export type Identity = { uid: number; gid: number } | undefined

/** The kernel's overflow id, which every distribution gives to `nobody`. */
const OVERFLOW_ID = 65534

function nobody(): { uid: number; gid: number } {
  let passwd = ''
  try {
    passwd = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return { uid: OVERFLOW_ID, gid: OVERFLOW_ID }
  }
  const fields = passwd
    .split('\n')
    .find(line => line.startsWith('nobody:'))
    ?.split(':')
  const uid = Number(fields?.[2])
  const gid = Number(fields?.[3])
  // macOS writes -2 there; the kernel's ids are unsigned.
  return uid > 0 && gid > 0 ? { uid, gid } : { uid: OVERFLOW_ID, gid: OVERFLOW_ID }
}

/**
 * PostgreSQL refuses to run as root. As root it gets the owner of an existing cluster folder (an ordinary user may
 * have made it before), else `nobody`; any other user runs it as itself.
 */
export function serverIdentity(clusterDir: string): Identity {
  if (process.getuid?.() !== 0) return undefined
  try {
    const { uid, gid } = statSync(clusterDir)
    if (uid !== 0) return { uid, gid }
  } catch {
    // No cluster yet.
  }
  return nobody()
}

/** Whether `identity` may do all of `bits` (4 read, 2 write, 1 enter or execute) on `path`, judged by its mode. */
export function mayAccess(path: string, identity: Identity, bits: number): boolean {
  if (identity === undefined) return true
  const { mode, uid, gid } = statSync(path)
  const shift = uid === identity.uid ? 6 : gid === identity.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}

/** Whether `identity` can reach into the existing folder `dir`: every folder from the root down lets it enter. */
export function canReach(dir: string, identity: Identity): boolean {
  if (identity === undefined) return true
  for (let at = resolve(dir); ; at = dirname(at)) {
    if (!mayAccess(at, identity, 1)) return false
    if (at === dirname(at)) return true
  }
}
