import type { Log } from '../log.ts'
import { type Manifest, readManifest } from './backup-folder.ts'
import { startEmbedded } from './embedded.ts'
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
}

/**
 * Restores a backup of either kind, after all of its files were found unchanged. Nothing that exists is overwritten.
 * A physical backup is in place when this returns, and is recovered by the next `startEmbedded`.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { folder, into, migrations, log, manifestSha256, appRole } = options
  const manifest = await readManifest(folder, manifestSha256)
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
  return manifest
}
