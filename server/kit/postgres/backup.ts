import type { Log } from '../log.ts'
import type { Manifest, Written } from './backup-folder.ts'
import { exportDatabase } from './logical-backup.ts'
import { backUpCluster } from './physical-backup.ts'

export type BackupOptions = {
  /** The database's owner; for a physical backup a user with REPLICATION. */
  ownerUrl: string
  /** A folder that does not exist yet, or is empty. */
  folder: string
  /** `physical`: the whole cluster, byte by byte, for the same major version. `logical`: the rows, for any server. */
  kind: Manifest['kind']
  log: Log
  /** A folder of files that rows speak of: they come into the backup too. */
  filesDir?: string
}

/**
 * Backs up a running database. Returns the manifest, and its SHA-256 to keep elsewhere: with it `restore` detects a
 * backup that was changed together with its manifest.
 */
export async function backUp({ ownerUrl, folder, kind, log, filesDir }: BackupOptions): Promise<Written<Manifest>> {
  const written =
    kind === 'physical'
      ? await backUpCluster(ownerUrl, folder, filesDir)
      : await exportDatabase(ownerUrl, folder, log, filesDir)
  const bytes = written.manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  log.info({ folder, kind, bytes, manifestSha256: written.manifestSha256 }, 'The backup is written')
  return written
}
