import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Log } from '../log.ts'
import { canReach, type Identity, serverIdentity } from './identity.ts'

/**
 * A folder of ours that `identity` can enter, the same after every restart: below /var/lib, else below the temporary
 * folder. A folder of that name that somebody else made is not trusted.
 */
export function enterableFolder(identity: Identity): string {
  for (const parent of ['/var/lib', tmpdir()]) {
    const folder = join(parent, 'florin')
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      const { uid, mode } = statSync(folder)
      if (uid === process.getuid?.() && (mode & 0o022) === 0 && canReach(folder, identity)) return folder
    } catch {
      // Not writable: try the next one.
    }
  }
  throw new Error(
    `No folder found that the database's user (uid ${identity?.uid}) can enter: tried /var/lib and ${tmpdir()}`,
  )
}

/** Where a cluster lives, and as whom its server runs. `clusterDir` is PGDATA; our own files lie beside it. */
export type Place = { dataDir: string; clusterDir: string; logDir: string; identity: Identity }

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

/** Where the data of `requestedDir` really is, by the rule of `preparePlace`; `barrier` is what stands between. */
function locate(requestedDir: string): { requested: string; dataDir: string; identity: Identity; barrier?: string } {
  const requested = resolve(requestedDir)
  const identity = serverIdentity(join(requested, 'cluster'))
  const parent = nearestExisting(dirname(requested))
  if (canReach(parent, identity)) return { requested, dataDir: requested, identity }
  const path = join(realpathSync(parent), requested.slice(parent.length))
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16)
  return { requested, dataDir: join(enterableFolder(identity), `data-${name}`), identity, barrier: parent }
}

/** Whether there is a database where a server on `requestedDir` keeps it, and where that is. Makes no folder for it. */
export function findCluster(requestedDir: string): { dataDir: string; exists: boolean } {
  const { dataDir } = locate(requestedDir)
  return { dataDir, exists: existsSync(join(dataDir, 'cluster', 'PG_VERSION')) }
}

/**
 * Makes `requestedDir` ready and says where the data really is. When the server's user cannot reach `requestedDir`
 * (a 0700 folder of root's above it), the data lives in an enterable folder instead, under a name made from the
 * requested path, so that every restart finds it again.
 *
 * As root the folder stays root's and the server's user may only pass through it: a server taken over by an intruder
 * can then not plant a link where root writes. The folders `cluster` and `log` in it are the server's, 0700.
 */
export function preparePlace(requestedDir: string, log: Log): Place {
  const { requested, dataDir, identity, barrier } = locate(requestedDir)
  if (barrier !== undefined) {
    log.warn(
      { requested, dataDir },
      `The database's user cannot enter ${barrier}: the data is kept in ${dataDir} instead of ${requested}`,
    )
  }
  // Folders above that we make are enterable whatever the umask; those that exist stay as they are.
  const made = mkdirSync(dirname(dataDir), { recursive: true })
  if (made !== undefined && identity !== undefined) {
    for (let at = dirname(dataDir); at.length >= made.length; at = dirname(at)) chmodSync(at, 0o755)
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  refuseForeign(dataDir)
  if (!canReach(dataDir, identity)) chmodSync(dataDir, 0o711)
  const logDir = join(dataDir, 'log')
  mkdirSync(logDir, { recursive: true, mode: 0o700 })
  if (identity !== undefined) chownSync(logDir, identity.uid, identity.gid)
  return { dataDir, clusterDir: join(dataDir, 'cluster'), logDir, identity }
}

/** The folder is another user's. */
export class ForeignFolder extends Error {
  override readonly name = 'ForeignFolder'
}

/** An ordinary user cannot use what root or another user made; PostgreSQL's own messages would not say so. */
function refuseForeign(dataDir: string): void {
  const user = process.getuid?.()
  const { uid } = statSync(dataDir)
  if (user === undefined || user === 0 || uid === user) return
  throw new ForeignFolder(
    `The folder ${dataDir} belongs to user ${uid} and this is user ${user}: start as that user, or choose another folder for the database`,
  )
}
