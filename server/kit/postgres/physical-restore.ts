import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Log } from '../log.ts'
import { openBackupFile, type PhysicalManifest } from './backup-folder.ts'
import { findBinaries } from './binaries.ts'
import { OWNER } from './cluster.ts'
import { ARCHIVE_FILE, SERVER_MANIFEST_FILE } from './physical-backup.ts'
import { type Place, preparePlace } from './place.ts'
import { readTar, type TarEntry } from './tar.ts'

type ServerManifest = { Files: { Path: string; Size: number; 'Checksum-Algorithm': string; Checksum: string }[] }

/**
 * Puts a physical backup into the data folder `dataDir`, for `startEmbedded` to start there: PostgreSQL then replays
 * the log in it and is consistent. The folder gets new passwords at that start.
 * Throws when the folder has a cluster already, the installed PostgreSQL could not run this one, or a file is not what the
 * server said it was; the folder is then unchanged.
 */
export async function restoreCluster(
  folder: string,
  manifest: PhysicalManifest,
  dataDir: string,
  log: Log,
): Promise<void> {
  const place = preparePlace(dataDir, log)
  if (existsSync(place.clusterDir)) {
    throw new Error(`${place.dataDir} has a database already: a backup is restored into a new folder`)
  }
  refuseForeign(folder, manifest, findBinaries(place.identity, log).version)
  const partial = await mkdtemp(`${place.clusterDir}.`)
  try {
    await giveTo(place, partial)
    const sums = await extract(folder, partial, place)
    await compare(folder, sums)
    await rename(partial, place.clusterDir)
    log.info({ dir: place.dataDir, endLsn: manifest.endLsn }, 'The backup is restored')
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  // Those of the cluster that was here before do not fit: the next start sets new ones.
  for (const name of ['owner-password', 'app-password']) await rm(join(place.dataDir, name), { force: true })
}

/** What would be restored and then never start. A backup that does not name its owner is judged at the start. */
function refuseForeign(folder: string, { serverVersion, owner = OWNER }: PhysicalManifest, installed: string): void {
  const [made, ours] = [serverVersion, installed].map(version => version.split('.')[0])
  const way = 'Make a logical backup of that database instead ("florin backup --kind logical") and restore that.'
  if (made !== ours) {
    throw new Error(`The backup in ${folder} is of PostgreSQL ${made}, but PostgreSQL ${ours} is installed. ${way}`)
  }
  if (owner !== OWNER) {
    throw new Error(
      `The backup in ${folder} is of a cluster that florin's embedded PostgreSQL did not make (its superuser is ${owner}). ${way}`,
    )
  }
}

async function giveTo({ identity }: Place, path: string): Promise<void> {
  if (identity !== undefined) await chown(path, identity.uid, identity.gid)
}

/** Writes the archive's files below `target`; returns each file's SHA-256 by its path. */
async function extract(folder: string, target: string, place: Place): Promise<Map<string, string>> {
  const sums = new Map<string, string>()
  for await (const entry of readTar(openBackupFile(folder, ARCHIVE_FILE))) {
    const name = normalize(entry.name).replace(/\/$/, '')
    if (name.startsWith('/') || name.split('/').includes('..'))
      throw new Error(`The backup names a file outside of it: ${entry.name}`)
    const path = join(target, name)
    if (entry.kind === 'folder') await mkdir(path, { recursive: true, mode: 0o700 })
    else if (entry.kind === 'file') sums.set(name, await writeFile(path, entry))
    else throw new Error(`The backup holds ${entry.name}, which is neither file nor folder`)
    await giveTo(place, path)
  }
  return sums
}

async function writeFile(path: string, entry: TarEntry): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(
    entry.body,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hash.update(chunk)
        yield chunk
      }
    },
    // PostgreSQL itself makes the files durable before it starts the recovery (SyncDataDirectory).
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  )
  return hash.digest('hex')
}

async function compare(folder: string, sums: Map<string, string>): Promise<void> {
  let text = ''
  for await (const chunk of openBackupFile(folder, SERVER_MANIFEST_FILE)) text += chunk
  const { Files } = JSON.parse(text) as ServerManifest
  for (const file of Files) {
    if (sums.get(file.Path) !== file.Checksum) throw new Error(`${file.Path} in the backup is not what the server sent`)
  }
}
