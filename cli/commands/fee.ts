import type { Command } from 'commander'
import { withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

const kinds = ['EXCHANGE', 'SEPA_TRANSFER', 'CRYPTO_WITHDRAWAL', 'CARD_MONTH'] as const

interface FeeOptions {
  readonly kind: (typeof kinds)[number]
  readonly currency: string
  readonly network?: string
  readonly fraction?: string
  readonly minimum?: string
  readonly fixed?: string
  readonly from?: string
  readonly to?: string
  readonly reason: string
}

export function addFeeCommands(program: Command, open: () => Session): void {
  const fee = program.command('fee').description('fees agreed with one partner')

  const set = fee
    .command('set <partner>')
    .description('agree a fee: a fraction of the amount, at least a minimum, plus a fixed part; what is left out is 0')
    .addOption(word('--kind <kind>', 'what it is for', kinds).makeOptionMandatory())
    .option('--currency <currency>', 'of the fee', 'eur')
    .option('--network <network>', 'for crypto withdrawals')
    .option('--fraction <decimal>', '0.0149 is 1.49 %')
    .option('--minimum <amount>', 'at least')
    .option('--fixed <amount>', 'added')
    .option('--from <time>', 'ISO 8601; now unless given')
    .option('--to <time>', 'ISO 8601; without end unless given')
  withReason(set).action(async (given: string, { from, to, ...options }: FeeOptions) => {
    const { output, operator } = open()
    const client = operator()
    const body = { ...options, validFrom: from, validTo: to }
    showOne(output, await client.fees.createFeeOverride(await partnerIdOf(client, given), body))
  })

  withLimit(fee.command('list <partner>').description('the one made last first, ended ones too')).action(
    async (given: string, { limit }: { limit: number }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      const overrides = await take(limit, query => client.fees.listFeeOverrides(partnerId, query))
      const columns = [
        'overrideId',
        'kind',
        'currency',
        'network',
        'fraction',
        'minimum',
        'fixed',
        'validFrom',
        'validTo',
      ] as const
      showList(output, overrides, columns)
    },
  )

  withReason(fee.command('end <partner> <overrideId>').description('now; what was charged stays')).action(
    async (given: string, overrideId: string, { reason }: { reason: string }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      showOne(output, await client.fees.endFeeOverride(partnerId, overrideId, { reason }))
    },
  )
}
