import type { Command } from 'commander'
import { withLimit } from '../options.ts'
import { showList } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

export function addSuspenseCommands(program: Command, open: () => Session): void {
  const suspense = program
    .command('suspense')
    .description('money that arrived and waits, oldest first; looking is on record')
    .option('--partner <partner>', 'of one partner')
  withLimit(suspense).action(async ({ limit, partner }: { limit: number; partner?: string }) => {
    const { output, operator } = open()
    const client = operator()
    const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
    const items = await take(limit, query => client.books.listSuspense({ partnerId, ...query }))
    const columns = ['since', 'amount', 'currency', 'cause', 'externalUserId', 'senderName', 'senderIban'] as const
    showList(output, items, columns)
  })
}
