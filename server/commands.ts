import { createPublicKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createOperator as createOperatorEndpoint } from '@florin/contract/operator/operators.ts'
import type { Config } from './config.ts'
import { verifyBooks } from './contexts/ledger/index.ts'
import { sealingKey } from './keys.ts'
import { NIL_ID } from './kit/ids.ts'
import { transact } from './kit/kernel.ts'
import type { Log } from './kit/log.ts'
import { backUp } from './kit/postgres/backup.ts'
import { restore } from './kit/postgres/restore.ts'
import { Problem } from './kit/problem.ts'
import { migrationsFolder, openResources, postgresFolder } from './resources.ts'

/*
 * What is done beside the database instead of over the network: before there is an operator, or while no server runs.
 * `node server/main.ts <command> …`; the florin command calls these. The answer is one line of JSON on standard output.
 */

/** The command's line is wrong, or what it asks for is refused: the message says how. */
export class BadCommand extends Error {
  override readonly name = 'BadCommand'
}

type Command = (args: readonly string[], config: Config, log: Log) => Promise<object>

function read<const O extends Record<string, { type: 'string'; multiple?: boolean }>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [first, ...rest] = positionals
    if (first === undefined || rest.length > 0) throw new BadCommand(`usage: ${usage}`)
    return { first, values }
  } catch (error) {
    throw error instanceof BadCommand ? error : new BadCommand(`${(error as Error).message}\nusage: ${usage}`)
  }
}

const operatorCreate: Command = async (args, config, log) => {
  const usage = 'operator-create NAME --role ROLE [--role ROLE …]'
  const { first, values } = read(args, { role: { type: 'string', multiple: true } }, usage)
  const given = { name: first, roles: values.role ?? [], reason: 'made beside the database' }
  const checked = createOperatorEndpoint.body.safeParse(given)
  if (!checked.success) {
    const failures = checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new BadCommand(failures.join('\n'))
  }
  const { name, roles, reason } = checked.data
  // The door of this context leads to most others.
  const { createOperator, makeToken } = await import('./contexts/operator/index.ts')
  const resources = await openResources(config, log)
  try {
    const origin = { actor: 'system:local', partnerId: NIL_ID, reason }
    const token = makeToken()
    const made = await transact(resources.kernel, origin, work => createOperator(work, { name, roles, token }))
    return { operatorId: made.id, name, roles, token }
  } catch (error) {
    throw error instanceof Problem ? new BadCommand(error.message) : error
  } finally {
    await resources.close()
  }
}

/** Reading must not make a database where there is none: a mistyped DATA_DIR would pass for an empty bank. */
function mustExist(config: Config): void {
  if (config.DATABASE_URL === undefined && !existsSync(postgresFolder(config))) {
    throw new BadCommand(`there is no database in ${resolve(postgresFolder(config))}: set DATA_DIR or DATABASE_URL`)
  }
}

const kinds = ['physical', 'logical'] as const

const backup: Command = async (args, config, log) => {
  const { first, values } = read(args, { kind: { type: 'string' } }, 'backup FOLDER [--kind physical|logical]')
  const kind = kinds.find(word => word === (values.kind ?? 'physical'))
  if (kind === undefined) throw new BadCommand(`--kind must be one of the following values: ${kinds.join(', ')}`)
  mustExist(config)
  const resources = await openResources(config, log)
  try {
    const folder = resolve(first)
    const { manifest, manifestSha256 } = await backUp({ ownerUrl: resources.ownerUrl, folder, kind, log })
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    return { folder, kind, files: manifest.files.length, bytes, manifestSha256 }
  } finally {
    await resources.close()
  }
}

const restoreInto: Command = async (args, config, log) => {
  const usage = 'restore FOLDER [--manifest-sha256 HASH]'
  const { first, values } = read(args, { 'manifest-sha256': { type: 'string' } }, usage)
  const ownerUrl = config.DATABASE_OWNER_URL ?? config.DATABASE_URL
  const into = ownerUrl === undefined ? { dataDir: postgresFolder(config) } : { ownerUrl }
  const manifestSha256 = values['manifest-sha256']
  const folder = resolve(first)
  const manifest = await restore({
    folder,
    into,
    migrations: migrationsFolder,
    log,
    ...(manifestSha256 === undefined ? {} : { manifestSha256 }),
  })
  return { folder, kind: manifest.kind, into: 'dataDir' in into ? into.dataDir : 'DATABASE_OWNER_URL' }
}

const verify: Command = async (args, config, log) => {
  if (args.length > 0) throw new BadCommand('usage: verify')
  mustExist(config)
  const resources = await openResources(config, log)
  try {
    return await verifyBooks(resources.kernel.pool, [createPublicKey(sealingKey(config))])
  } finally {
    await resources.close()
  }
}

const commands: Readonly<Record<string, Command>> = {
  'operator-create': operatorCreate,
  backup,
  restore: restoreInto,
  verify,
}

/** Runs the command of a command line; undefined where there is none: then the server is to be started. */
export async function runCommand(argv: readonly string[], config: Config, log: Log): Promise<object | undefined> {
  const [name, ...args] = argv
  if (name === undefined) return undefined
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    throw new BadCommand(`no such command: ${name}. There are ${Object.keys(commands).join(', ')}.`)
  }
  return command(args, config, log)
}
