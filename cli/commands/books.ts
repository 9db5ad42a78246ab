import type { Command } from 'commander'
import { runBeside } from '../beside.ts'
import { Denied } from '../failure.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session } from '../session.ts'

const verifyTimeoutMs = 3_600_000

interface Finding {
  readonly law: string
  readonly row: string
  readonly detail: string
}

export function addBookCommands(program: Command, open: () => Session): void {
  program
    .command('verify')
    .description('replay the sealed history against the books; fails when they disagree')
    .option('--local', 'beside the database, without a server')
    .action(async ({ local }: { local?: true }) => {
      const { output, operator } = open()
      const report: Record<string, unknown> & { isIntact: boolean; findings: readonly Finding[] } =
        local === true
          ? await verifyBeside()
          : { ...(await operator().books.verifyBooks({ timeoutMs: verifyTimeoutMs })) }
      const { findings, ...summary } = report
      if (output.isJson) showOne(output, report)
      else {
        showOne(output, summary)
        if (findings.length > 0) showList(output, findings, ['law', 'row', 'detail'])
      }
      if (!report.isIntact) throw new Denied('the books are not intact')
    })

  program
    .command('trial-balance')
    .description('all accounts of the chart, per currency')
    .option('--partner <partner>', 'of one partner')
    .action(async ({ partner }: { partner?: string }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
      const sheet = await client.books.getTrialBalance({ partnerId })
      if (output.isJson) return showOne(output, sheet)
      const rows = sheet.assets.flatMap(({ currency, accounts }) => accounts.map(account => ({ currency, ...account })))
      showList(output, rows, ['currency', 'account', 'class', 'balance'])
      const broken = sheet.assets.filter(({ isBalanced }) => !isBalanced).map(({ currency }) => currency)
      if (broken.length > 0) throw new Denied(`not balanced: ${broken.join(', ')}`)
    })

  program
    .command('balance <partner> <account> <currency>')
    .description('one account at an instant; "customer" needs --user')
    .option('--user <externalUserId>')
    .option('--at <time>', 'ISO 8601; now unless given')
    .action(
      async (partner: string, account: string, currency: string, { user, at }: { user?: string; at?: string }) => {
        const { output, operator } = open()
        const client = operator()
        const query = { partnerId: await partnerIdOf(client, partner), account, currency, externalUserId: user, at }
        showOne(output, await client.books.getBalanceAt(query))
      },
    )

  program
    .command('seal')
    .description('the newest sealed block: keep its hash elsewhere')
    .action(async () => {
      const { output, operator } = open()
      const { seal } = await operator().books.getLatestSeal()
      if (output.isJson) output.write(`${JSON.stringify(seal, undefined, 2)}\n`)
      else if (seal === null) output.write('nothing is sealed yet\n')
      else showOne(output, seal)
    })
}

async function verifyBeside() {
  const { sound, findings, ...rest } = await runBeside(['verify'])
  return { isIntact: sound === true, ...rest, findings: (findings ?? []) as readonly Finding[] }
}
