import { resolve, sep } from 'node:path'
import { BadConfig, type Config } from './config.ts'
import { sqlState } from './kit/postgres/connect.ts'
import { ForeignFolder } from './kit/postgres/place.ts'
import { LacksRight } from './kit/postgres/roles.ts'
import { UnknownMasterKey } from './kit/vault.ts'

/** The setting by whose URL the database was asked. */
export type DatabaseSetting = 'DATABASE_URL' | 'DATABASE_OWNER_URL'

/** Names and hosts that do not answer. `pg` gives its own time-out no code. */
const refusals = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
const timeouts = /^(timeout expired|Connection terminated due to connection timeout)/
/** Wrong password or role, no such database. */
const rejections = ['28P01', '28000', '3D000']
/** No such schema, table, column, function, role to be. */
const absences = ['3F000', '42P01', '42703', '42883', '22023']
/** What a folder refuses: rights, a file system that is read-only or full, a file where a folder is to be. */
const folderRefusals = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
  'ELOOP',
  'EISDIR',
]

/** A failure of the start that a setting explains, said in its name; undefined for any other. `asked`: while connecting. */
export function settingOf(error: unknown, config: Config, asked?: DatabaseSetting): BadConfig | undefined {
  if (error instanceof UnknownMasterKey) {
    return new BadConfig(
      `MASTER_KEY: another one than that of this database (${error.message}). Without the setting it is master.key in ` +
        'DATA_DIR; an earlier one goes into FORMER_MASTER_KEYS.',
      { cause: error },
    )
  }
  return folderOf(error, config) ?? databaseOf(error, config, asked)
}

function databaseOf(error: unknown, config: Config, asked: DatabaseSetting | undefined): BadConfig | undefined {
  const { code = '', message } = error as { code?: string; message: string }
  const state = sqlState(error) ?? ''
  if (!config.MIGRATE && absences.includes(state)) {
    return new BadConfig(
      `MIGRATE: is false, and this database has not been migrated by a process where it is true (${message})`,
      { cause: error },
    )
  }
  if (asked === undefined || config.DATABASE_URL === undefined) return undefined
  if (error instanceof LacksRight) return new BadConfig(`${asked}: ${message}`, { cause: error })
  if (state === '42501') {
    const hint = message.includes('set role')
      ? '. As a superuser grant that role to its user, or let DATABASE_URL connect as that role'
      : ''
    return new BadConfig(`${asked}: the database does not let its user do what is needed: ${message}${hint}`, {
      cause: error,
    })
  }
  if (!(refusals.test(code) || timeouts.test(message) || rejections.includes(state))) return undefined
  return new BadConfig(`${asked}: the database does not let us in: ${message || code}`, { cause: error })
}

function folderOf(error: unknown, { DATA_DIR }: Config): BadConfig | undefined {
  const { code = '', message, path } = error as { code?: string; message: string; path?: string }
  if (error instanceof ForeignFolder) return new BadConfig(`DATA_DIR: ${message}`, { cause: error })
  if (path === undefined || !folderRefusals.includes(code)) return undefined
  const [folder, refused] = [resolve(DATA_DIR), resolve(path)]
  // What is missing above the folder is refused by its own path.
  const isOurs = refused === folder || refused.startsWith(folder + sep) || folder.startsWith(refused + sep)
  return isOurs ? new BadConfig(`DATA_DIR: ${folder} cannot be used: ${message}`, { cause: error }) : undefined
}
