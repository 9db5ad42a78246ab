import { join } from 'node:path'
import type { Log } from '../log.ts'
import { type Manifest, openBackupFile, readManifest } from './backup-folder.ts'
import { startEmbedded } from './embedded.ts'
import { compareFolder, unpackFolder } from './folder-archive.ts'
import { importDatabase } from './logical-restore.ts'
import { restoreCluster } from './physical-restore.ts'

export type RestoreOptions = {
  folder: string
  /** Where to: a new data folder for an embedded server, or (logical backups only) an empty database of any server. */
  into: { dataDir: string } | { ownerUrl: string }
  /** The folder of the migrations. */
  migrations: string
  log: Log
  /** What `backUp` returned; detects a changed manifest. */
  manifestSha256?: string
  appRole?: string
  /** Where the files go that the backup has beside the rows. */
  filesDir?: string
}

/**
 * Restores a backup of either kind, after all of its files were found unchanged. Nothing that exists is overwritten.
 * A physical backup is in place when this returns, and is recovered by the next `startEmbedded`.
 * Files beside the rows come last; where they cannot be written, the error says that the database is restored.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { folder, filesDir } = options
  const manifest = await readManifest(folder, options.manifestSha256)
  const { kept } = manifest
  if (kept === undefined || filesDir === undefined) {
    await restoreDatabase(manifest, options)
    return manifest
  }
  await compareFolder(openBackupFile(folder, kept.archive), filesDir)
  await restoreDatabase(manifest, options)
  try {
    await unpackFolder(openBackupFile(folder, kept.archive), filesDir)
  } catch (cause) {
    throw new Error(
      `The database is restored, but not all files beside it (${(cause as Error).message}): ` +
        `unpack ${join(folder, kept.archive)} into ${filesDir} before a server starts`,
      { cause },
    )
  }
  return manifest
}

async function restoreDatabase(manifest: Manifest, options: RestoreOptions): Promise<void> {
  const { folder, into, migrations, log, appRole } = options
  const rest = { migrations, log, ...(appRole === undefined ? {} : { appRole }) }
  if (manifest.kind === 'logical') {
    if ('ownerUrl' in into) await importDatabase(folder, manifest, { ownerUrl: into.ownerUrl, ...rest })
    else {
      const server = await startEmbedded({ dataDir: into.dataDir, log, ...(appRole === undefined ? {} : { appRole }) })
      try {
        await importDatabase(folder, manifest, { ownerUrl: server.ownerUrl, ...rest })
      } finally {
        await server.stop()
      }
    }
  } else if ('dataDir' in into) {
    await restoreCluster(folder, manifest, into.dataDir, log)
  } else {
    throw new Error('A physical backup is restored into a data folder; for a server of your own make a logical one')
  }
}
