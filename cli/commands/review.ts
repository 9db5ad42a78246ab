import { riskLevels } from '@florin/contract/shapes/user.ts'
import type { Command } from 'commander'
import { withReason, word } from '../options.ts'
import { type Output, showList, showOne } from '../output.ts'
import type { Session } from '../session.ts'

export interface ClaimOptions {
  readonly limit: number
  readonly partner?: string
  readonly claim?: 'MINE' | 'FREE'
}

export interface QueueOptions extends ClaimOptions {
  readonly risk?: (typeof riskLevels)[number]
}

/** Filters of a queue of operators: of a partner, by claim. */
export const withClaim = (command: Command): Command =>
  command
    .option('--partner <partner>', 'of one partner')
    .addOption(word('--claim <claim>', 'claimed by you, or by nobody', ['MINE', 'FREE']))

/** As above, and by risk. */
export const withQueue = (command: Command): Command =>
  withClaim(command).addOption(word('--risk <risk>', 'only these', riskLevels))

export interface ReviewCalls {
  claim(id: string, body: { readonly release: true | undefined; readonly reason: string }): Promise<object>
  note(id: string, body: { readonly text: string; readonly reason: string }): Promise<object>
}

/** `claim`, `release` and `note` of something that operators decide about. */
export function addReviewCommands(
  parent: Command,
  id: string,
  open: () => Session,
  calls: (session: Session) => ReviewCalls,
): void {
  for (const [verb, description, release] of [
    ['claim', 'take it: nobody else decides it', undefined],
    ['release', 'give it back; an admin also what somebody else has claimed', true],
  ] as const) {
    withReason(parent.command(`${verb} <${id}>`).description(description)).action(
      async (subject: string, { reason }: { reason: string }) => {
        const session = open()
        showOne(session.output, await calls(session).claim(subject, { release, reason }))
      },
    )
  }
  withReason(parent.command(`note <${id}> <text>`).description('for other operators')).action(
    async (subject: string, text: string, { reason }: { reason: string }) => {
      const session = open()
      showOne(session.output, await calls(session).note(subject, { text, reason }))
    },
  )
}

interface ShownHit {
  readonly hitId: string
  readonly externalUserId: string
  readonly status: string
  readonly score: number
  readonly risk: string
  readonly topics: readonly string[]
  readonly list: string
  readonly claimedBy: string | null
  readonly openedAt: string
  readonly match: { readonly name: string } | null
}

/** Hits, each with the name on the list. */
export const showHits = (output: Output, hits: readonly ShownHit[]): void =>
  showList(
    output,
    hits.map(hit => ({ ...hit, name: hit.match?.name ?? null })),
    ['hitId', 'externalUserId', 'status', 'score', 'risk', 'topics', 'list', 'name', 'claimedBy', 'openedAt'],
  )

interface ShownNote {
  readonly writtenAt: string
  readonly author: string
  readonly text: string
}

export const showNotes = (output: Output, notes: readonly ShownNote[]): void =>
  showList(output, notes, ['writtenAt', 'author', 'text'])
