import { createOperator as createOperatorEndpoint } from '@florin/contract/operator/operators.ts'
import { BadCommand, read } from './command-line.ts'
import type { Config } from './config.ts'
import { backup, restoreInto, verify } from './database-commands.ts'
import { NIL_ID } from './kit/ids.ts'
import { transact } from './kit/kernel.ts'
import type { Log } from './kit/log.ts'
import { Problem } from './kit/problem.ts'
import { openResources } from './resources.ts'

export { BadCommand } from './command-line.ts'

/*
 * What is done beside the database instead of over the network: before there is an operator, or while no server runs.
 * `node server/main.ts <command> …`; the florin command calls these. The answer is one line of JSON on standard output.
 */

type Command = (args: readonly string[], config: Config, log: Log) => Promise<object>

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
