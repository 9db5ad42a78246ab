import type { Command } from 'commander'
import { wholeNumber, withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

interface SettingOptions {
  readonly timeZone?: string
  readonly fiatStatusDialect?: 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED'
  readonly sepaLoop?: 'CLOSED' | 'OPEN'
  readonly lockSeconds?: number
  readonly rate?: number
  readonly rateBurst?: number
  readonly moneyRate?: number
  readonly moneyRateBurst?: number
}

const dialects = ['WAITING_FOR_ACTIVATION', 'WAITING_TO_BE_ACTIVATED']

const withSettings = (command: Command): Command =>
  command
    .option('--time-zone <name>', 'IANA name; its days are those of limits and statements')
    .addOption(word('--fiat-status-dialect <word>', 'the word for a fiat balance that waits', dialects))
    .addOption(word('--sepa-loop <loop>', 'where SEPA transfers may go', ['CLOSED', 'OPEN']))
    .option('--lock-seconds <count>', 'the life of a rate lock', wholeNumber)
    .option('--rate <count>', 'requests a second', wholeNumber)
    .option('--rate-burst <count>', 'requests at once', wholeNumber)
    .option('--money-rate <count>', 'money-moving requests a second', wholeNumber)
    .option('--money-rate-burst <count>', 'money-moving requests at once', wholeNumber)

const settingsOf = (options: SettingOptions) => ({
  timeZone: options.timeZone,
  fiatStatusDialect: options.fiatStatusDialect,
  sepaLoop: options.sepaLoop,
  lockLifeSeconds: options.lockSeconds,
  ratePerSecond: options.rate,
  rateBurst: options.rateBurst,
  moneyRatePerSecond: options.moneyRate,
  moneyRateBurst: options.moneyRateBurst,
})

export function addPartnerCommands(program: Command, open: () => Session): void {
  const partner = program.command('partner').description('businesses that serve their users through us')

  const create = partner
    .command('create <name>')
    .description('take on a partner')
    .addOption(word('--model <model>', 'can never be changed', ['KYC', 'NO_KYC']).makeOptionMandatory())
    .option('--webhook-url <url>', 'where its webhooks go')
  withReason(withSettings(create)).action(
    async (
      name: string,
      options: SettingOptions & { model: 'KYC' | 'NO_KYC'; webhookUrl?: string; reason: string },
    ) => {
      const { model, webhookUrl, reason } = options
      const { output, operator } = open()
      const body = { name, model, webhookUrl, reason, ...settingsOf(options) }
      showOne(output, await operator().partners.createPartner(body))
    },
  )

  withLimit(partner.command('list').description('all partners, newest first')).action(
    async ({ limit }: { limit: number }) => {
      const { output, operator } = open()
      const client = operator()
      const partners = await take(limit, query => client.partners.listPartners(query))
      showList(output, partners, ['partnerId', 'name', 'model', 'status', 'createdAt'])
    },
  )

  partner
    .command('show <partner>')
    .description('a partner, by id or name')
    .action(async (given: string) => {
      const { output, operator } = open()
      const client = operator()
      showOne(output, await client.partners.getPartner(await partnerIdOf(client, given)))
    })

  const settings = partner
    .command('settings <partner>')
    .description('change a partner; what is left out stays')
    .option('--name <name>', 'another name')
    .option('--suspend', 'refuse its keys')
    .option('--resume', 'accept its keys again')
  withReason(withSettings(settings)).action(
    async (
      given: string,
      options: SettingOptions & { name?: string; suspend?: true; resume?: true; reason: string },
    ) => {
      const { name, suspend, resume, reason } = options
      const { output, operator } = open()
      const client = operator()
      const isSuspended = suspend === true ? true : resume === true ? false : undefined
      const body = { name, isSuspended, reason, ...settingsOf(options) }
      showOne(output, await client.partners.updatePartner(await partnerIdOf(client, given), body))
    },
  )
}
