import { Command, CommanderError } from 'commander'
import { addBookCommands } from './commands/books.ts'
import { addCaseCommands } from './commands/case.ts'
import { addClockCommands } from './commands/clock.ts'
import { addDatabaseCommands } from './commands/database.ts'
import { addFeeCommands } from './commands/fee.ts'
import { addJobCommands } from './commands/jobs.ts'
import { addKeyCommands } from './commands/key.ts'
import { addLimitCommands } from './commands/limit.ts'
import { addListenCommand } from './commands/listen.ts'
import { addOperatorCommands } from './commands/operator.ts'
import { addPartnerCommands } from './commands/partner.ts'
import { addPoaCommands } from './commands/poa.ts'
import { addScreeningCommands } from './commands/screening.ts'
import { addSuspenseCommands } from './commands/suspense.ts'
import { addUserCommands } from './commands/user.ts'
import type { Settings } from './config.ts'
import { exits, explain } from './failure.ts'
import { openSession, type Session } from './session.ts'

interface GlobalOptions {
  readonly operatorUrl: string
  readonly token?: string
  readonly url: string
  readonly apiKey?: string
  readonly json?: true
}

/** Where a run of the command writes. */
export interface Streams {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

function makeProgram(defaults: Settings, { out, err }: Streams): Command {
  const program = new Command('florin')
    .description('Runs the bank: partners, keys, fees, users, verifications, books, backups.')
    .option('--operator-url <url>', 'the operator’s listener (FLORIN_OPERATOR_URL)', defaults.operatorUrl)
    .option('--token <token>', 'the operator’s token (FLORIN_OPERATOR_TOKEN)')
    .option('--url <url>', 'the partners’ listener, for the sandbox (FLORIN_URL)', defaults.url)
    .option('--api-key <key>', 'a partner’s key, for the sandbox (FLORIN_API_KEY)')
    .option('--json', 'JSON instead of a table')
    .addHelpText('after', '\nEnds with 0 when done, 1 when refused, 2 when misused, 3 when nobody answers.')

  program.configureOutput({ writeOut: out, writeErr: err })
  const open = (): Session => {
    const { operatorUrl, token, url, apiKey, json } = program.opts<GlobalOptions>()
    const settings = {
      operatorUrl,
      operatorToken: token ?? defaults.operatorToken,
      url,
      apiKey: apiKey ?? defaults.apiKey,
    }
    return openSession(settings, { isJson: json === true, write: out })
  }

  addOperatorCommands(program, open)
  addPartnerCommands(program, open)
  addKeyCommands(program, open)
  addFeeCommands(program, open)
  addLimitCommands(program, open)
  addUserCommands(program, open)
  addCaseCommands(program, open)
  addPoaCommands(program, open)
  addScreeningCommands(program, open)
  addSuspenseCommands(program, open)
  addJobCommands(program, open)
  addBookCommands(program, open)
  addDatabaseCommands(program, open)
  addClockCommands(program, open)
  addListenCommand(program, open)
  return program
}

/** Every command throws instead of ending the process, so that all ends are in one place. */
function throwing(command: Command): Command {
  command.exitOverride()
  command.commands.forEach(throwing)
  return command
}

/** Runs the command with the arguments of a command line; the answer is how the process is to end. */
export async function florin(args: readonly string[], defaults: Settings, streams: Streams): Promise<number> {
  const program = throwing(makeProgram(defaults, streams))
  try {
    await program.parseAsync(args, { from: 'user' })
    return exits.done
  } catch (error) {
    // Commander has said it already: help and version are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.usage
    const { operatorUrl, url } = program.opts<GlobalOptions>()
    const { message, exit } = explain(error, [...new Set([operatorUrl, url])].join(', '))
    streams.err(`${message}\n`)
    return exit
  }
}
