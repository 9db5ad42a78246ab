import { Readable } from 'node:stream'
import { Client } from 'pg'
import { type PhysicalManifest, writeBackup } from './backup-folder.ts'
import { streamBaseBackup } from './base-backup.ts'
import { OWNER } from './cluster.ts'

export const ARCHIVE_FILE = 'base.tar.gz'
/** The server's own list of files with their SHA-256, as pg_verifybackup reads it. */
export const SERVER_MANIFEST_FILE = 'backup_manifest.gz'

/**
 * Copies a whole running cluster, every database and role of it, into the new folder `folder`. Everything acknowledged
 * before the call is in it. Only of the embedded server, whose owner may replicate: `restoreCluster` could start no other.
 * Restore it with the same major version of PostgreSQL; the passwords are not in it.
 * Throws when another program made the cluster, or the user may not replicate.
 */
export async function backUpCluster(ownerUrl: string, folder: string, filesDir?: string) {
  return await writeBackup<PhysicalManifest>(folder, filesDir, async put => {
    const before = await about(ownerUrl)
    const { owner } = before
    if (owner !== OWNER) {
      throw new Error(
        `This is no cluster of the embedded PostgreSQL (its superuser is ${owner}): make a logical backup of it ` +
          '("florin backup --kind logical"), and physical ones with its own tools (pg_basebackup)',
      )
    }
    const end = await streamBaseBackup(ownerUrl, 'florin backup', archive => put(ARCHIVE_FILE, archive))
    await put(SERVER_MANIFEST_FILE, Readable.from([end.manifest]))
    const { now } = await about(ownerUrl)
    const { startLsn, endLsn } = end
    const times = { startedAt: before.now, endedAt: now }
    return { kind: 'physical', ...times, serverVersion: before.version, startLsn, endLsn, owner }
  })
}

async function about(url: string): Promise<{ now: string; version: string; owner: string }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    // The role that initdb makes has this number in every cluster (BOOTSTRAP_SUPERUSERID).
    const { rows } = await client.query<{ now: Date; version: string; owner: string }>(
      `select clock_timestamp() as now, current_setting('server_version') as version, pg_get_userbyid(10) as owner`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('The server did not tell its version')
    return { ...row, now: row.now.toISOString() }
  } finally {
    await client.end()
  }
}
