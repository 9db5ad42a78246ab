import type { Command } from 'commander'
import { withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

const tiers = ['STANDARD', 'EXTENDED'] as const
const operations = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'EXCHANGE'] as const
const periods = ['TRANSACTION', 'DAY', 'MONTH'] as const

interface LimitOptions {
  readonly tier: (typeof tiers)[number]
  readonly operation: (typeof operations)[number]
  readonly period: (typeof periods)[number]
  readonly cap: string
  readonly from?: string
  readonly to?: string
  readonly reason: string
}

export function addLimitCommands(program: Command, open: () => Session): void {
  const limit = program.command('limit').description('limits of users agreed with one partner')

  const set = limit
    .command('set <partner>')
    .description('agree the most that users of a tier may move, in EUR')
    .addOption(word('--tier <tier>', 'of which users', tiers).makeOptionMandatory())
    .addOption(word('--operation <operation>', 'what it limits', operations).makeOptionMandatory())
    .addOption(word('--period <period>', 'at once, or in how long', periods).makeOptionMandatory())
    .requiredOption('--cap <amount>', 'the most, in EUR')
    .option('--from <time>', 'ISO 8601; now unless given')
    .option('--to <time>', 'ISO 8601; without end unless given')
  withReason(set).action(async (given: string, { from, to, ...options }: LimitOptions) => {
    const { output, operator } = open()
    const client = operator()
    const body = { ...options, validFrom: from, validTo: to }
    showOne(output, await client.limits.createLimitOverride(await partnerIdOf(client, given), body))
  })

  withLimit(limit.command('list <partner>').description('the one made last first, ended ones too')).action(
    async (given: string, { limit: most }: { limit: number }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      const overrides = await take(most, query => client.limits.listLimitOverrides(partnerId, query))
      const columns = ['overrideId', 'tier', 'operation', 'period', 'cap', 'validFrom', 'validTo'] as const
      showList(output, overrides, columns)
    },
  )

  withReason(limit.command('end <partner> <overrideId>').description('now; the usual one holds again')).action(
    async (given: string, overrideId: string, { reason }: { reason: string }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      showOne(output, await client.limits.endLimitOverride(partnerId, overrideId, { reason }))
    },
  )
}
