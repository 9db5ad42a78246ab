import type { Command } from 'commander'
import { withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'
import { addReviewCommands, type ClaimOptions, showNotes, withClaim } from './review.ts'

const statuses = ['WAITING', 'APPROVED', 'REJECTED', 'QUESTIONED'] as const

export function addPoaCommands(program: Command, open: () => Session): void {
  const poa = program.command('poa').description('proofs of address')

  const list = poa
    .command('list')
    .description('newest first')
    .addOption(word('--status <status>', 'only these', statuses))
  withLimit(withClaim(list)).action(async (options: ClaimOptions & { status?: (typeof statuses)[number] }) => {
    const { output, operator } = open()
    const client = operator()
    const { limit, partner, ...filter } = options
    const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
    const proofs = await take(limit, query =>
      client.verification.listProofsOfAddress({ ...filter, partnerId, ...query }),
    )
    showList(output, proofs, ['poaId', 'externalUserId', 'status', 'claimedBy', 'submittedAt', 'files'])
  })

  poa
    .command('show <poaId>')
    .description('with its checks and notes; the look is on record')
    .action(async (poaId: string) => {
      const { output, operator } = open()
      const { checks, notes, ...rest } = await operator().verification.getProofOfAddress(poaId)
      if (output.isJson) return showOne(output, { ...rest, checks, notes })
      showOne(output, rest)
      showList(output, checks, ['name', 'outcome', 'reasons', 'evidence'])
      showNotes(output, notes)
    })

  addReviewCommands(poa, 'poaId', open, ({ operator }) => ({
    claim: (poaId, body) => operator().verification.claimProofOfAddress(poaId, body),
    note: (poaId, body) => operator().verification.noteProofOfAddress(poaId, body),
  }))

  for (const [verb, decision, description] of [
    ['approve', 'APPROVED', 'the user lives there; a high risk needs two operators'],
    ['reject', 'REJECTED', 'another document is wanted'],
    ['question', 'QUESTIONED', 'a better copy is wanted'],
  ] as const) {
    withReason(poa.command(`${verb} <poaId>`).description(description)).action(
      async (poaId: string, { reason }: { reason: string }) => {
        const { output, operator } = open()
        showOne(output, await operator().verification.decideProofOfAddress(poaId, { decision, reason }))
      },
    )
  }

  program
    .command('file <fileId>')
    .description('a link to a file of a user, for five minutes; every look is on record')
    .action(async (fileId: string) => {
      const { output, operator, settings } = open()
      const { link, expiresAt } = await operator().verification.linkKycFile(fileId)
      showOne(output, { link: settings.operatorUrl + link, expiresAt })
    })
}
