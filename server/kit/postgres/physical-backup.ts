import { Readable } from 'node:stream'
import { Client } from 'pg'
import { type PhysicalManifest, writeBackup } from './backup-folder.ts'
import { streamBaseBackup } from './base-backup.ts'

export const ARCHIVE_FILE = 'base.tar.gz'
/** The server's own list of files with their SHA-256, as pg_verifybackup reads it. */
export const SERVER_MANIFEST_FILE = 'backup_manifest.gz'

/**
 * Copies a whole running cluster, every database and role of it, into the new folder `folder`. Everything acknowledged
 * before the call is in it. Needs a user with REPLICATION (the embedded owner has it). Restore it with the same major
 * version of PostgreSQL; the embedded one's passwords are not in it.
 */
export async function backUpCluster(ownerUrl: string, folder: string) {
  return await writeBackup<PhysicalManifest>(folder, async put => {
    const before = await about(ownerUrl)
    const end = await streamBaseBackup(ownerUrl, 'florin backup', archive => put(ARCHIVE_FILE, archive))
    await put(SERVER_MANIFEST_FILE, Readable.from([end.manifest]))
    const { now } = await about(ownerUrl)
    const { startLsn, endLsn } = end
    return { kind: 'physical', startedAt: before.now, endedAt: now, serverVersion: before.version, startLsn, endLsn }
  })
}

async function about(url: string): Promise<{ now: string; version: string }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ now: Date; version: string }>(
      `select clock_timestamp() as now, current_setting('server_version') as version`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('The server did not tell its version')
    return { now: row.now.toISOString(), version: row.version }
  } finally {
    await client.end()
  }
}
