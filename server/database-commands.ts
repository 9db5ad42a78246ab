import { resolve } from 'node:path'
import { BadCommand, read } from './command-line.ts'
import type { Config } from './config.ts'
import { verifyBooks } from './contexts/ledger/index.ts'
import { bucketOf, countLostFiles, filesFolder } from './kept-files.ts'
import { knownSealingKeys } from './keys.ts'
import type { Log } from './kit/log.ts'
import { backUp } from './kit/postgres/backup.ts'
import { connect, sqlState } from './kit/postgres/connect.ts'
import type { KeptFiles } from './kit/postgres/folder-archive.ts'
import { findCluster } from './kit/postgres/place.ts'
import { restore } from './kit/postgres/restore.ts'
import { type SchemaLevel, schemaLevel } from './kit/postgres/schema-level.ts'
import { appRole, databaseOf, migrationsFolder, postgresFolder, type Urls } from './resources.ts'
import { settingOf } from './setting-of.ts'

/*
 * The database's own commands. They look at it as it is: none of them migrates, so a backup made with a new program before
 * an upgrade is one of before the upgrade, and the servers of the old program go on undisturbed.
 */

/** The setting of the owner's URL, by which these commands ask. */
const ownersOf = ({ DATABASE_OWNER_URL }: Config) =>
  DATABASE_OWNER_URL === undefined ? 'DATABASE_URL' : 'DATABASE_OWNER_URL'

/** Runs `work` on the database of the settings, without migrating it. What is said to people comes as BadCommand. */
async function onDatabase<T>(config: Config, log: Log, work: (urls: Urls, level: SchemaLevel) => Promise<T>) {
  let urls: Urls | undefined
  try {
    mustExist(config)
    urls = await databaseOf(config, log)
    const level = await schemaLevel(urls.ownerUrl, migrationsFolder)
    if (level === undefined) throw new BadCommand('This database has no tables of florin: set DATA_DIR or DATABASE_URL')
    return await work(urls, level)
  } catch (error) {
    throw settingOf(error, config, ownersOf(config)) ?? spoken(error)
  } finally {
    await urls?.stop()
  }
}

/** Reading must not make a database where there is none: a mistyped DATA_DIR would pass for an empty bank. */
function mustExist(config: Config): void {
  if (config.DATABASE_URL !== undefined) return
  const { dataDir, exists } = findCluster(postgresFolder(config))
  if (!exists) throw new BadCommand(`there is no database in ${dataDir}: set DATA_DIR or DATABASE_URL`)
}

/** An error whose message says all there is to say (ours, a file's or a socket's, a right that is missing) needs no stack. */
function spoken(error: unknown): unknown {
  const isWords = error instanceof Error && error.constructor === Error && (!('code' in error) || 'syscall' in error)
  if (!isWords && sqlState(error) !== '42501') return error
  return new BadCommand((error as Error).message, { cause: error })
}

const kinds = ['physical', 'logical'] as const

function kindOf(text: string | undefined, { DATABASE_URL }: Config): (typeof kinds)[number] {
  const isOwn = DATABASE_URL !== undefined
  const kind = kinds.find(word => word === (text ?? (isOwn ? 'logical' : 'physical')))
  if (kind === undefined) throw new BadCommand(`--kind must be one of the following values: ${kinds.join(', ')}`)
  if (kind === 'physical' && isOwn) {
    throw new BadCommand(
      '--kind physical is for the embedded PostgreSQL: it could not start the files of the server of DATABASE_URL. ' +
        "Leave it out for a logical backup, and make physical ones with that server's own tools (pg_basebackup).",
    )
  }
  return kind
}

export async function backup(args: readonly string[], config: Config, log: Log): Promise<object> {
  const { first, values } = read(args, { kind: { type: 'string' } }, 'backup FOLDER [--kind physical|logical]')
  const kind = kindOf(values.kind, config)
  const folder = resolve(first)
  const bucket = bucketOf(config)
  const filesDir = bucket === undefined ? { filesDir: filesFolder(config) } : {}
  return await onDatabase(config, log, async ({ ownerUrl }, level) => {
    const { manifest, manifestSha256 } = await backUp({ ownerUrl, folder, kind, log, ...filesDir })
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    const userFiles = manifest.kept?.files ?? `not in this backup: copy the bucket ${bucket?.bucket} besides`
    const lostFiles = await lostOf(ownerUrl, config, log)
    const made = { folder, kind, files: manifest.files.length, bytes, userFiles, lostFiles, schema: level.words }
    return { ...made, manifestSha256, keysNotInIt: keysToKeep }
  })
}

const keysToKeep =
  'keep MASTER_KEY and SEALING_KEY apart (master.key and sealing.key in DATA_DIR): personal data stays sealed without the one'

/** What to say of files that rows speak of and nobody has: a backup cannot bring them back. */
async function lostOf(ownerUrl: string, config: Config, log: Log): Promise<string | number | undefined> {
  const pool = connect({ url: ownerUrl, log, applicationName: 'florin files', maxConnections: 1 })
  try {
    const lost = await countLostFiles(pool, config)
    if (lost === undefined || lost === 0) return lost
    return `${lost} of the users' files are not in ${resolve(filesFolder(config))}: is DATA_DIR right? Nothing else has them`
  } catch (error) {
    // A schema of before there were files.
    if (lacking.has(sqlState(error) ?? '')) return undefined
    throw error
  } finally {
    await pool.end()
  }
}

/** Of undefined tables, columns, functions and schemas. */
const lacking = new Set(['42P01', '42703', '42883', '3F000'])

export async function restoreInto(args: readonly string[], config: Config, log: Log): Promise<object> {
  const usage = 'restore FOLDER [--manifest-sha256 HASH]'
  const { first, values } = read(args, { 'manifest-sha256': { type: 'string' } }, usage)
  const ownerUrl = config.DATABASE_OWNER_URL ?? config.DATABASE_URL
  const into = ownerUrl === undefined ? { dataDir: postgresFolder(config) } : { ownerUrl }
  const manifestSha256 = values['manifest-sha256']
  const folder = resolve(first)
  const proof = manifestSha256 === undefined ? {} : { manifestSha256 }
  const filesDir = filesFolder(config)
  const options = { folder, into, migrations: migrationsFolder, log, filesDir, ...proof }
  const { kind, kept } = await restore(options).catch(error => {
    throw settingOf(error, config, ownersOf(config)) ?? spoken(error)
  })
  const place = 'dataDir' in into ? into.dataDir : 'DATABASE_OWNER_URL'
  return { folder, kind, into: place, userFiles: userFilesOf(kept, config), keysNotInIt: keysToPut }
}

const keysToPut =
  'before a server starts, give it the MASTER_KEY and SEALING_KEY of this backup (or put master.key and sealing.key into DATA_DIR)'

function userFilesOf(kept: KeptFiles | undefined, config: Config): string {
  const [folder, bucket] = [resolve(filesFolder(config)), bucketOf(config)?.bucket]
  if (kept === undefined) {
    const from = bucket === undefined ? `copy DATA_DIR/files of its time to ${folder}` : `they must be in ${bucket}`
    return `not in this backup: ${from}`
  }
  const further =
    bucket === undefined || kept.files === 0 ? '' : `: copy them into ${bucket}, where they are looked for`
  return `${kept.files} in ${folder}${further}`
}

export async function verify(args: readonly string[], config: Config, log: Log): Promise<object> {
  if (args.length > 0) throw new BadCommand('usage: verify')
  return await onDatabase(config, log, async ({ appUrl, ownerUrl }, level) => {
    if (level.difference === 'newer' || level.difference === 'other') {
      throw new BadCommand(`The schema is ${level.words}: verify with the program that this database belongs to`)
    }
    const role = new URL(appUrl).username === appRole ? {} : { role: appRole }
    const pool = connect({ url: appUrl, log, ...role, applicationName: 'florin verify' })
    try {
      const report = await verifyBooks(pool, knownSealingKeys(config))
      return { ...report, lostFiles: await lostOf(ownerUrl, config, log), schema: level.words }
    } catch (error) {
      if (level.difference === undefined || !lacking.has(sqlState(error) ?? '')) throw error
      throw new BadCommand(
        `The schema is ${level.words}, and cannot be verified by it (${(error as Error).message}): verify with the program of ` +
          'before the upgrade, or start this one, which migrates it',
        { cause: error },
      )
    } finally {
      await pool.end()
    }
  })
}
