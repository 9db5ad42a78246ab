import { Client, type ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Log } from '../log.ts'
import { type LogicalManifest, type PutFile, type TableInBackup, type Written, writeBackup } from './backup-folder.ts'
import { sequencePositions, type TableToCopy, tablesToCopy } from './export-tables.ts'
import { lockMigrations } from './migrate.ts'
import type { Applied } from './migration-files.ts'

/**
 * Copies the rows of one database into the new folder `folder`, table by table, all as of one moment. Everything
 * acknowledged before the call is in it. Works with any server, for the database's owner, and can be restored into any
 * version of PostgreSQL. Migrations wait until it ends.
 */
export async function exportDatabase(
  ownerUrl: string,
  folder: string,
  log: Log,
  filesDir?: string,
): Promise<Written<LogicalManifest>> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'florin export' })
  client.on('error', () => undefined) // The statement under way reports it.
  await client.connect()
  try {
    await lockMigrations(client, { shared: true, log })
    return await writeBackup<LogicalManifest>(folder, filesDir, put => exportSnapshot(client, put))
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function exportSnapshot(
  client: ClientBase,
  put: PutFile,
): Promise<Omit<LogicalManifest, 'format' | 'files' | 'kept'>> {
  // Row security off: rather an error than an export that lacks rows.
  await client.query(`
    begin isolation level repeatable read read only;
    set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local row_security = off`)
  const started = await now(client)
  const { rows: migrations } = await client.query<Applied>(
    'select number, name, sha256 from migration.applied order by number',
  )
  const tables: TableInBackup[] = []
  for (const table of await tablesToCopy(client)) tables.push(await exportTable(client, table, tables.length + 1, put))
  const sequences = await sequencePositions(client)
  const ended = await now(client)
  await client.query('commit')
  const times = { startedAt: started.now.toISOString(), endedAt: ended.now.toISOString() }
  return { kind: 'logical', ...times, serverVersion: started.version, migrations, tables, sequences }
}

async function exportTable(
  client: ClientBase,
  target: TableToCopy,
  number: number,
  put: PutFile,
): Promise<TableInBackup> {
  const quote = (name: string) => client.escapeIdentifier(name)
  const { schema, table, columns } = target
  // As a query, because COPY of a partitioned table by its name is refused.
  const rows = `select ${columns.map(quote).join(', ')} from ${quote(schema)}.${quote(table)}`
  const stream = client.query(copyTo(`copy (${rows}) to stdout`))
  const name = `${String(number).padStart(4, '0')}-${`${schema}.${table}`.replace(/[^\w.]/g, '_')}.copy.gz`
  await put(name, stream)
  return { ...target, rows: stream.rowCount, file: name }
}

async function now(client: ClientBase): Promise<{ now: Date; version: string }> {
  const { rows } = await client.query<{ now: Date; version: string }>(
    `select clock_timestamp() as now, current_setting('server_version') as version`,
  )
  if (rows[0] === undefined) throw new Error('The server did not tell its time')
  return rows[0]
}
