import { eachItem } from '@florin/sdk/index.ts'
import type { Command } from 'commander'
import { runBeside } from '../beside.ts'
import { Misuse } from '../failure.ts'
import { collect, withLimit, withReason } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { type Session, take } from '../session.ts'

type Role = 'support' | 'compliance' | 'finance' | 'admin'

export function addOperatorCommands(program: Command, open: () => Session): void {
  const operator = program.command('operator').description('who may act for us, and what they did')

  operator
    .command('create <name>')
    .description('let somebody act for us; the token is shown this once')
    .requiredOption('--role <role>', 'support, compliance, finance or admin; may be given several times', collect)
    .option('--reason <text>', 'why; needed where an operator asks')
    .option('--local', 'beside the database, not over the network; the way to the first operator')
    .action(async (name: string, { role, reason, local }: { role: Role[]; reason?: string; local?: true }) => {
      const { output, settings, operator: client } = open()
      // Who has no token cannot ask the server; who stands beside its database need not.
      if (local === true || settings.operatorToken === undefined) {
        const made = await runBeside(['operator-create', name, ...role.flatMap(one => ['--role', one])])
        showOne(output, made)
        return
      }
      if (reason === undefined) throw new Misuse('--reason is missing: it is kept in the audit trail')
      showOne(output, await client().operators.createOperator({ name, roles: role, reason }))
    })

  withLimit(operator.command('list').description('newest first, disabled ones too')).action(
    async ({ limit }: { limit: number }) => {
      const { output, operator: connect } = open()
      const client = connect()
      const operators = await take(limit, query => client.operators.listOperators(query))
      showList(output, operators, ['operatorId', 'name', 'roles', 'createdAt', 'disabledAt'])
    },
  )

  withReason(operator.command('disable <name>').description('effective at once')).action(
    async (given: string, { reason }: { reason: string }) => {
      const { output, operator: connect } = open()
      const client = connect()
      for await (const { operatorId, name } of eachItem(query => client.operators.listOperators(query))) {
        if (name !== given && operatorId !== given) continue
        showOne(output, await client.operators.disableOperator(operatorId, { reason }))
        return
      }
      throw new Misuse(`there is no operator "${given}": florin operator list shows them`)
    },
  )

  const audit = program
    .command('audit')
    .description('who did what and why, newest first')
    .option('--partner-id <partnerId>')
    .option('--actor <actor>', 'operator:<name>, key:<id>, job:<kind>, system:<part>')
    .option('--subject <id>')
    .option('--from <time>', 'ISO 8601')
    .option('--to <time>', 'ISO 8601')
  withLimit(audit).action(
    async ({
      limit,
      ...filter
    }: {
      limit: number
      partnerId?: string
      actor?: string
      subject?: string
      from?: string
      to?: string
    }) => {
      const { output, operator: connect } = open()
      const client = connect()
      const records = await take(limit, query => client.operators.listAudit({ ...filter, ...query }))
      showList(output, records, ['at', 'actor', 'action', 'subject', 'reason', 'requestId'])
    },
  )
}
