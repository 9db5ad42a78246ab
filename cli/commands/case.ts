import type { Command } from 'commander'
import { collect, withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'
import { addReviewCommands, type QueueOptions, showHits, showNotes, withQueue } from './review.ts'

const statuses = ['PENDING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED'] as const

export function addCaseCommands(program: Command, open: () => Session): void {
  const kycCase = program.command('case').description('verifications')

  const list = kycCase
    .command('list')
    .description('newest first')
    .addOption(word('--status <status>', 'only these', statuses))
  withLimit(withQueue(list)).action(async (options: QueueOptions & { status?: (typeof statuses)[number] }) => {
    const { output, operator } = open()
    const client = operator()
    const { limit, partner, ...filter } = options
    const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
    const cases = await take(limit, query => client.verification.listKycCases({ ...filter, partnerId, ...query }))
    showList(output, cases, ['caseId', 'externalUserId', 'status', 'risk', 'claimedBy', 'documentType', 'openedAt'])
  })

  kycCase
    .command('show <caseId>')
    .description('with its files, checks, notes and hits on lists; the look is on record')
    .action(async (caseId: string) => {
      const { output, operator } = open()
      const { files, checks, notes, hits, ...rest } = await operator().verification.getKycCase(caseId)
      if (output.isJson) return showOne(output, { ...rest, files, checks, notes, hits })
      showOne(output, rest)
      showList(output, files, ['fileId', 'part', 'mediaType', 'isCurrent', 'createdAt'])
      showList(output, checks, ['name', 'outcome', 'reasons', 'evidence'])
      showHits(output, hits)
      showNotes(output, notes)
    })

  addReviewCommands(kycCase, 'caseId', open, ({ operator }) => ({
    claim: (caseId, body) => operator().verification.claimKycCase(caseId, body),
    note: (caseId, body) => operator().verification.noteKycCase(caseId, body),
  }))

  withReason(
    kycCase.command('approve <caseId>').description('the person is who it says; a high risk needs two operators'),
  ).action(async (caseId: string, { reason }: { reason: string }) => {
    const { output, operator } = open()
    showOne(output, await operator().verification.decideKycCase(caseId, { decision: 'APPROVED', reason }))
  })

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

  const ask = kycCase
    .command('ask <caseId>')
    .description('something must be sent again')
    .requiredOption('--because <text>', 'shown to the partner; may be given several times', collect)
  withReason(ask).action(
    async (caseId: string, { because, reason }: { because: readonly string[]; reason: string }) => {
      const { output, operator } = open()
      showOne(output, await operator().verification.askKycCase(caseId, { rejectionReasons: because, reason }))
    },
  )
}
