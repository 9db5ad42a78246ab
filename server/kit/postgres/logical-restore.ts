import { pipeline } from 'node:stream/promises'
import { Client, type ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Log } from '../log.ts'
import { type LogicalManifest, openBackupFile, type TableInBackup } from './backup-folder.ts'
import { tablesToCopy, xidColumnsWithoutDefault } from './export-tables.ts'
import { migrate } from './migrate.ts'
import { pendingMigrations, readMigrations } from './migration-files.ts'

export type LogicalRestoreOptions = { ownerUrl: string; migrations: string; appRole?: string; log: Log }

/**
 * Fills the empty database of `ownerUrl` from a logical backup: migrates it to the backup's level, puts the rows in, all
 * in one transaction with every constraint and trigger in force, and migrates on to the newest level.
 *
 * What a transaction's number said (`xid8`) is not copied, since this cluster counts anew: those columns get their
 * default, and where they have none, the number of the restoring transaction.
 * Throws when the database is not empty, the backup needs a newer program, or a file of a migration differs.
 */
export async function importDatabase(
  folder: string,
  manifest: LogicalManifest,
  options: LogicalRestoreOptions,
): Promise<void> {
  const { ownerUrl, migrations, log } = options
  pendingMigrations(await readMigrations(migrations), manifest.migrations)
  const client = new Client({ connectionString: ownerUrl, application_name: 'florin import' })
  client.on('error', () => undefined) // The statement under way reports it.
  await client.connect()
  try {
    await refuseUsed(client)
    const level = Math.max(0, ...manifest.migrations.map(({ number }) => number))
    const appRole = options.appRole === undefined ? {} : { appRole: options.appRole }
    await migrate({ ownerUrl, folder: migrations, log, upTo: level, ...appRole })
    await fill(client, folder, manifest)
    await client.query('analyze')
    await migrate({ ownerUrl, folder: migrations, log, ...appRole })
    log.info({ tables: manifest.tables.length, level }, 'The backup is restored')
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function refuseUsed(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ database: string }>(`
    select current_database() as database from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p') and nspname !~ '^pg_' and nspname <> 'information_schema' limit 1`)
  if (rows[0] !== undefined) {
    throw new Error(`The database ${rows[0].database} has tables already: a backup is restored into an empty one`)
  }
}

async function fill(client: ClientBase, folder: string, manifest: LogicalManifest): Promise<void> {
  await client.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
  try {
    const quote = (name: string) => client.escapeIdentifier(name)
    const name = ({ schema, table }: { schema: string; table: string }) => `${quote(schema)}.${quote(table)}`
    // What migrations put in is in the backup too, as it was by then.
    const existing = await tablesToCopy(client)
    if (existing.length > 0) await client.query(`truncate ${existing.map(name).join(', ')}`)
    const xids = await xidColumnsWithoutDefault(client)
    for (const { table, column } of xids) {
      await client.query(`alter table ${table} alter column ${column} set default pg_current_xact_id()`)
    }
    // Only tables that refer to each other in a circle need it; the rest is in order.
    await client.query('set constraints all deferred')
    for (const table of manifest.tables) {
      await fillTable(client, folder, table, `${name(table)} (${table.columns.map(quote).join(', ')})`)
    }
    await client.query('set constraints all immediate')
    for (const { table, column } of xids) await client.query(`alter table ${table} alter column ${column} drop default`)
    for (const { schema, sequence, lastValue, isCalled } of manifest.sequences) {
      const sequenceName = `${quote(schema)}.${quote(sequence)}`
      await client.query('select setval($1::regclass, $2, $3)', [sequenceName, lastValue, isCalled])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function fillTable(client: ClientBase, folder: string, table: TableInBackup, target: string): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target} from stdin`))
  await pipeline(openBackupFile(folder, table.file), stream)
  if (stream.rowCount !== table.rows) {
    throw new Error(`${table.schema}.${table.table} got ${stream.rowCount} rows of the ${table.rows} in the backup`)
  }
}
