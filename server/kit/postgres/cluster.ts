// tidy: allow randomness: the passwords of a cluster, which no seed may repeat
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, linkSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import { run } from './run.ts'

/** The name of the superuser that owns an embedded cluster and its database. */
export const OWNER = 'florin_owner'

/**
 * The password kept in the 0600 file `name` of the data folder, made on first use. The file appears whole or not at
 * all, so two processes that start together agree on it.
 */
export function passwordOf(place: Place, name: string): string {
  const path = join(place.dataDir, name)
  if (!existsSync(path)) {
    const partial = join(mkdtempSync(`${path}.`), name)
    writeFileSync(partial, randomBytes(24).toString('base64url'), { mode: 0o600 })
    try {
      linkSync(partial, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(join(partial, '..'), { recursive: true })
    }
  }
  return readFileSync(path, 'utf8')
}

async function initialise(place: Place, binaries: Binaries, log: Log): Promise<void> {
  log.info({ dir: place.clusterDir }, 'Making a new database')
  // Made beside and renamed: a process killed within leaves nothing that looks like a cluster.
  const partial = mkdtempSync(`${place.clusterDir}.`)
  const passwordFile = mkdtempSync(join(place.dataDir, 'password.'))
  const file = join(passwordFile, 'password')
  writeFileSync(file, passwordOf(place, 'owner-password'), { mode: 0o600 })
  if (place.identity !== undefined) {
    for (const path of [partial, passwordFile, file]) chownSync(path, place.identity.uid, place.identity.gid)
  }
  try {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = [`--username=${OWNER}`, `--pwfile=${file}`, '--auth=scram-sha-256']
    await run(binaries.initdb, ['-D', partial, ...locale, ...access], place)
    renameSync(partial, place.clusterDir)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    // Another process that started with us won the rename.
    if (!existsSync(join(place.clusterDir, 'PG_VERSION'))) throw error
  } finally {
    rmSync(passwordFile, { recursive: true })
  }
}

/** What to say of a cluster that is not ours: `complaint` is PostgreSQL's own. */
export const foreignCluster = ({ clusterDir }: Place, complaint: string): string =>
  `The database in ${clusterDir} was not made by florin's embedded PostgreSQL (${complaint}). Restore a logical backup into ` +
  'a new folder instead ("florin backup --kind logical" with DATABASE_URL), or start that server yourself and set DATABASE_URL.'

/**
 * Gives the owner the password of the file again, in PostgreSQL's single-user mode. The server must be down.
 * Throws when the cluster has no such role: then another program made it.
 */
async function resetOwnerPassword(place: Place, binaries: Binaries, log: Log): Promise<void> {
  log.warn({ dir: place.dataDir }, 'The file of the database password is missing: a new password is set')
  const password = passwordOf(place, 'owner-password')
  const statement = `alter role ${OWNER} password '${password}'\n`
  try {
    // It ends with 0 whatever the statement came to.
    const said = await run(binaries.postgres, ['--single', '-D', place.clusterDir, 'postgres'], place, statement)
    const complaint = /\b(?:ERROR|FATAL):\s*(.*)/.exec(said)?.[1]
    if (complaint !== undefined) throw new Error(foreignCluster(place, complaint))
  } catch (error) {
    // The next start shall come here again, instead of trying a password that nobody has.
    rmSync(join(place.dataDir, 'owner-password'), { force: true })
    throw error
  }
}

/**
 * Makes the cluster when there is none, and its owner's password when that is missing (a restored backup has none).
 * `serverRuns` says whether a server already runs on it. Throws when another major version made the cluster.
 */
export async function ensureCluster(place: Place, binaries: Binaries, serverRuns: boolean, log: Log): Promise<void> {
  const versionFile = join(place.clusterDir, 'PG_VERSION')
  if (!existsSync(versionFile)) return initialise(place, binaries, log)
  const made = readFileSync(versionFile, 'utf8').trim()
  const installed = binaries.version.split('.')[0]
  if (made !== installed) {
    throw new Error(
      `The database in ${place.clusterDir} was made by PostgreSQL ${made}, but PostgreSQL ${installed} is installed. ` +
        'Export it with the florin version that made it ("florin backup --kind logical") and restore that into an empty data folder.',
    )
  }
  if (!existsSync(join(place.dataDir, 'owner-password')) && !serverRuns) await resetOwnerPassword(place, binaries, log)
}
