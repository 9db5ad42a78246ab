import type { Command } from 'commander'
import { collect, withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'

const statuses = ['PENDING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED'] as const

export function addCaseCommands(program: Command, open: () => Session): void {
  const kycCase = program.command('case').description('verifications')

  const list = kycCase
    .command('list')
    .description('newest first')
    .addOption(word('--status <status>', 'only these', statuses))
    .option('--partner <partner>', 'of one partner')
  withLimit(list).action(async (options: { limit: number; status?: (typeof statuses)[number]; partner?: string }) => {
    const { output, operator } = open()
    const client = operator()
    const { limit, status, partner } = options
    const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
    const cases = await take(limit, query => client.verification.listKycCases({ status, partnerId, ...query }))
    showList(output, cases, ['caseId', 'externalUserId', 'status', 'documentType', 'openedAt', 'rejectionReasons'])
  })

  withReason(kycCase.command('approve <caseId>').description('the person is who it says')).action(
    async (caseId: string, { reason }: { reason: string }) => {
      const { output, operator } = open()
      showOne(output, await operator().verification.decideKycCase(caseId, { decision: 'APPROVED', reason }))
    },
  )

  const reject = kycCase
    .command('reject <caseId>')
    .description('the person is not accepted')
    .option('--because <text>', 'shown to the partner; may be given several times', collect)
  withReason(reject).action(
    async (caseId: string, { because, reason }: { because?: readonly string[]; reason: string }) => {
      const { output, operator } = open()
      const body = { decision: 'REJECTED', rejectionReasons: because, reason } as const
      showOne(output, await operator().verification.decideKycCase(caseId, body))
    },
  )
}
