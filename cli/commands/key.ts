import type { Command } from 'commander'
import { collect, withLimit, withReason } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

type Scope = 'read' | 'write' | 'admin'

export function addKeyCommands(program: Command, open: () => Session): void {
  const key = program.command('key').description('the API keys of a partner')

  const create = key
    .command('create <partner>')
    .description('make a key; it is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .option('--scope <scope>', 'read, write or admin; may be given several times (write)', collect)
  withReason(create).action(
    async (
      given: string,
      { name, scope = ['write'], reason }: { name: string; scope?: readonly Scope[]; reason: string },
    ) => {
      const { output, operator } = open()
      const client = operator()
      const body = { name, scopes: [...scope], reason }
      showOne(output, await client.partners.createPartnerKey(await partnerIdOf(client, given), body))
    },
  )

  withLimit(key.command('list <partner>').description('newest first, revoked ones too')).action(
    async (given: string, { limit }: { limit: number }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      const keys = await take(limit, query => client.partners.listPartnerKeys(partnerId, query))
      showList(output, keys, ['keyId', 'name', 'prefix', 'scopes', 'createdAt', 'lastUsedAt', 'revokedAt'])
    },
  )

  withReason(key.command('revoke <partner> <keyId>').description('effective at once')).action(
    async (given: string, keyId: string, { reason }: { reason: string }) => {
      const { output, operator } = open()
      const client = operator()
      const partnerId = await partnerIdOf(client, given)
      showOne(output, await client.partners.revokePartnerKey(partnerId, keyId, { reason }))
    },
  )
}
