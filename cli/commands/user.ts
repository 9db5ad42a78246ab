import type { Command } from 'commander'
import { withLimit, withReason } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take, userIdOf } from '../session.ts'

export function addUserCommands(program: Command, open: () => Session): void {
  const user = program.command('user').description('the users of a partner; looking at them is on record')

  const find = user
    .command('find <partner>')
    .description('those that match every given condition exactly')
    .option('--external-id <externalUserId>')
    .option('--email <email>')
    .option('--last-name <name>')
  withLimit(find).action(
    async (
      given: string,
      { limit, externalId, email, lastName }: { limit: number; externalId?: string; email?: string; lastName?: string },
    ) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      const wanted = { externalUserId: externalId, email, lastName }
      const users = await take(limit, query => client.users.searchUsers(partnerId, { ...wanted, ...query }))
      showList(output, users, ['userId', 'externalUserId', 'status', 'tier', 'kycStatus', 'createdAt'])
    },
  )

  user
    .command('show <partner> <user>')
    .description('a user with personal data, by id or externalUserId')
    .action(async (partner: string, given: string) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, partner)
      const userId = await userIdOf(client, partnerId, given)
      showOne(output, await client.users.inspectUser(partnerId, userId))
    })

  for (const [verb, id, description] of [
    ['suspend', 'suspendUser', 'let nothing go out'],
    ['unsuspend', 'unsuspendUser', 'end a suspension'],
  ] as const) {
    withReason(user.command(`${verb} <partner> <user>`).description(description)).action(
      async (partner: string, given: string, { reason }: { reason: string }) => {
        const { output, operator } = open()
        const client = operator()
        const partnerId = await partnerIdOf(client, partner)
        const userId = await userIdOf(client, partnerId, given)
        showOne(output, await client.users[id](partnerId, userId, { reason }))
      },
    )
  }
}
