import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One file `NNNN-name.sql`. `sha256` is of its bytes, in hex. */
export type Migration = { number: number; name: string; sql: string; sha256: string; transactional: boolean }

const NAME = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/

/** The file of the dumped schema, which lies beside the migrations. */
export const SCHEMA_FILE = 'schema.sql'

/**
 * The migrations of a folder by number. Throws when an .sql file is not named `NNNN-name.sql` or when two have one
 * number.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql') && name !== SCHEMA_FILE).sort()
  const migrations: Migration[] = []
  for (const file of names) {
    const match = NAME.exec(file)
    if (match === null) throw new Error(`${file} in ${folder}: a migration is named like 0007-add-cards.sql`)
    const number = Number(match[1])
    const before = migrations.at(-1)
    if (before?.number === number)
      throw new Error(`Two migrations have the number ${match[1]}: ${before.name} and ${match[2]}`)
    const bytes = await readFile(join(folder, file))
    const sql = bytes.toString('utf8')
    migrations.push({
      number,
      name: match[2] as string,
      sql,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      transactional: !/^-- no-transaction\s*(\n|$)/.test(sql),
    })
  }
  return migrations
}

/** What `migration.applied` records of a migration. */
export type Applied = { number: number; name: string; sha256: string }

const label = ({ number, name }: { number: number; name: string }) => `${String(number).padStart(4, '0')}-${name}`

/**
 * Which migrations are still to be applied, in order. Pure.
 * Throws when the database and the files disagree: an applied file was changed or removed, the database is newer
 * than the code, or a new file has a number below one already applied.
 */
export function pendingMigrations(files: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(files.map(file => [file.number, file]))
  const newest = files.at(-1)?.number ?? 0
  const last = Math.max(0, ...applied.map(({ number }) => number))
  for (const row of applied) {
    const file = known.get(row.number)
    if (row.number > newest) {
      throw new Error(
        `The database is newer than this program: it has migration ${label(row)}, and the newest known here is ` +
          `${newest}. Start the version of the program that applied it, or a later one.`,
      )
    }
    if (file === undefined) throw new Error(`Migration ${label(row)} was applied to the database, but its file is gone`)
    if (file.name !== row.name || file.sha256 !== row.sha256) {
      throw new Error(
        `Migration ${label(row)} was changed after it was applied (now ${label(file)}, SHA-256 ${file.sha256}; ` +
          `applied as ${row.sha256}). An applied migration never changes: restore the file and write a new one.`,
      )
    }
  }
  const pending = files.filter(file => !applied.some(row => row.number === file.number))
  const late = pending.find(file => file.number < last)
  if (late !== undefined) {
    throw new Error(
      `Migration ${label(late)} comes before ${last}, which is already applied: give it a number above ${last}`,
    )
  }
  return pending
}
