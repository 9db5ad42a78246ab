import { Client } from 'pg'
import { type Applied, pendingMigrations, readMigrations } from './migration-files.ts'

/** How far a database is migrated, compared with this program's files. `words` says it, e.g. `80`, or how it differs. */
export type SchemaLevel = { words: string; difference?: 'older' | 'newer' | 'other' }

/** Looks and changes nothing. Undefined: nothing was ever migrated there. */
export async function schemaLevel(ownerUrl: string, folder: string): Promise<SchemaLevel | undefined> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'florin schema level' })
  client.on('error', () => undefined) // The statement under way reports it.
  await client.connect()
  try {
    const { rows: there } = await client.query<{ is: boolean }>(
      `select to_regclass('migration.applied') is not null as is`,
    )
    if (there[0]?.is !== true) return undefined
    const { rows } = await client.query<Applied>('select number, name, sha256 from migration.applied order by number')
    return compareLevels(rows, await readMigrations(folder))
  } finally {
    await client.end().catch(() => undefined)
  }
}

function compareLevels(applied: Applied[], files: Parameters<typeof pendingMigrations>[0]): SchemaLevel {
  const database = applied.at(-1)?.number ?? 0
  const program = files.at(-1)?.number ?? 0
  if (database > program) return { words: `${database}, newer than this program (${program})`, difference: 'newer' }
  try {
    if (pendingMigrations(files, applied).length === 0) return { words: String(database) }
    return { words: `${database}, older than this program (${program})`, difference: 'older' }
  } catch (error) {
    return { words: `${database}, another than this program's (${(error as Error).message})`, difference: 'other' }
  }
}
