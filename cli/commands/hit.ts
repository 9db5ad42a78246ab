import { hitStates } from '@florin/contract/shapes/screening.ts'
import type { Command } from 'commander'
import { withLimit, withReason, word } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { partnerIdOf, type Session, take } from '../session.ts'
import { addReviewCommands, type QueueOptions, showHits, showNotes, withQueue } from './review.ts'

type HitOptions = QueueOptions & { readonly status?: (typeof hitStates)[number]; readonly list?: string }

/** Users who may be on a list: the queue, and what is said of each. */
export function addHitCommands(screening: Command, open: () => Session): void {
  const hits = screening
    .command('hits')
    .description('users who may be on a list, newest first')
    .addOption(word('--status <status>', 'only these', hitStates))
    .option('--list <code>', 'of one list')
  withLimit(withQueue(hits)).action(async ({ limit, partner, ...filter }: HitOptions) => {
    const { output, operator } = open()
    const client = operator()
    const partnerId = partner === undefined ? undefined : await partnerIdOf(client, partner)
    const found = await take(limit, query => client.screening.listScreeningHits({ ...filter, partnerId, ...query }))
    showHits(output, found)
  })

  screening
    .command('hit <hitId>')
    .description('with its evidence and notes; the look is on record')
    .action(async (hitId: string) => {
      const { output, operator } = open()
      const hit = await operator().screening.getScreeningHit(hitId)
      if (output.isJson) return showOne(output, hit)
      const { match, notes, ...rest } = hit
      showOne(output, { ...rest, name: match?.name ?? null, entityId: match?.entityId ?? null })
      showList(output, match?.evidence ?? [], ['compared', 'outcome', 'given', 'listed', 'points'])
      showNotes(output, notes)
    })

  addReviewCommands(screening, 'hitId', open, ({ operator }) => ({
    claim: (hitId, body) => operator().screening.claimScreeningHit(hitId, body),
    note: (hitId, body) => operator().screening.noteScreeningHit(hitId, body),
  }))

  const decide = (command: string, decision: 'FALSE_POSITIVE' | 'TRUE_MATCH', description: string): void => {
    withReason(screening.command(`${command} <hitId>`).description(description)).action(
      async (hitId: string, { reason }: { reason: string }) => {
        const { output, operator } = open()
        showOne(output, await operator().screening.decideScreeningHit(hitId, { decision, reason }))
      },
    )
  }
  decide('dismiss', 'FALSE_POSITIVE', 'the user is another person; a high risk needs two operators')
  decide('confirm', 'TRUE_MATCH', 'the user is the person of the list, and is suspended')
}
