import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { riskLevels } from '@florin/contract/shapes/user.ts'
import type { Command } from 'commander'
import { Denied } from '../failure.ts'
import { withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take, userIdOf } from '../session.ts'

/** `image/jpeg` ends in `.jpeg`. */
const nameOf = (fileId: string, mediaType: string): string => `${fileId}.${mediaType.split('/')[1]}`

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

  user
    .command('export <partner> <user> <folder>')
    .description('everything that is kept of a person, with the files, into a new folder; on record')
    .action(async (partner: string, given: string, folder: string) => {
      const { output, operator, settings } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, partner)
      const userId = await userIdOf(client, partnerId, given)
      const { files, ...record } = await client.users.exportUser(partnerId, userId)
      await mkdir(folder)
      for (const { fileId, link, mediaType } of files) {
        const answer = await fetch(new URL(link, settings.operatorUrl))
        if (!answer.ok) throw new Denied(`file ${fileId} could not be fetched: ${answer.status}`)
        await writeFile(join(folder, nameOf(fileId, mediaType)), Buffer.from(await answer.arrayBuffer()))
      }
      // A link is good for minutes: what stays is the name of the file beside it.
      const named = files.map(file => ({ ...file, link: nameOf(file.fileId, file.mediaType) }))
      await writeFile(join(folder, 'person.json'), `${JSON.stringify({ ...record, files: named }, undefined, 2)}\n`)
      showOne(output, { folder, files: files.length, records: Object.keys(record.records) })
    })

  withReason(
    user
      .command('risk <partner> <user>')
      .description('how great a risk the person is; HIGH is approved by two operators only')
      .addOption(word('--level <level>', 'the risk', riskLevels).makeOptionMandatory()),
  ).action(
    async (
      partner: string,
      given: string,
      { level, reason }: { level: (typeof riskLevels)[number]; reason: string },
    ) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, partner)
      const userId = await userIdOf(client, partnerId, given)
      showOne(output, await client.users.setUserRisk(partnerId, userId, { risk: level, reason }))
    },
  )

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
