import { z } from 'zod'
import { flag, oneOf, optional, text, timestamp } from '../kernel/fields.ts'
import { namedAnswer } from '../shapes/answer.ts'
import { riskLevels } from '../shapes/user.ts'
import { reason } from './fields.ts'

/** Who looks at something that waits for operators, since when, and who was the first of two to agree. */
export const reviewFields = {
  claimedBy: z.string().nullable(),
  claimedAt: timestamp.nullable(),
  approvedBy: z.string().nullable(),
}

/** Filters of a queue: what the caller has claimed or nobody has; by risk. */
export const reviewQuery = { claim: optional(oneOf(['MINE', 'FREE'])), risk: optional(oneOf(riskLevels)) }

export const claimBody = z.object({ release: optional(flag), reason })
export const noteBody = z.object({ text: text(1, 2_000), reason })
export const reviewNote = namedAnswer('ReviewNote', { author: z.string(), text: z.string(), writtenAt: timestamp })

export const claimWords =
  'Nobody else decides what one has claimed. With `release` it is given back; an admin also gives back what somebody else has claimed.'
export const noteWords = 'For other operators; the partner never sees it. Sealed under the data key of the user.'
