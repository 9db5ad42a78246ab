import { z } from 'zod'
import { timestamp } from '../kernel/fields.ts'
import { namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { hitStates, listTopics } from '../shapes/screening.ts'
import { riskLevels } from '../shapes/user.ts'
import { reviewFields, reviewNote } from './review.ts'

const evidence = z.strictObject({
  compared: z.enum(['name', 'birth-date', 'country', 'gender', 'document']),
  outcome: z.string(),
  given: z.string(),
  listed: z.string(),
  points: wholeNumber,
})

export const screeningMatch = namedAnswer('ScreeningMatch', {
  list: z.string(),
  entityId: z.string(),
  name: z.string(),
  topics: z.array(z.enum(listTopics)),
  programmes: z.array(z.string()),
  score: wholeNumber,
  evidence: z.array(evidence),
})

const hitFields = {
  hitId: z.string(),
  partnerId: z.string(),
  userId: z.string(),
  externalUserId: z.string(),
  status: z.enum(hitStates),
  list: z.string(),
  topics: z.array(z.enum(listTopics)),
  score: wholeNumber,
  risk: z.enum(riskLevels),
  ...reviewFields,
  match: screeningMatch.nullable(),
  openedAt: timestamp,
  updatedAt: timestamp,
  decidedAt: timestamp.nullable(),
  decidedBy: z.string().nullable(),
}

export const screeningHit = namedAnswer('ScreeningHit', hitFields)

/** `openCaseId` is the verification of the same person that nobody has decided yet. */
export const screeningHitFile = namedAnswer('ScreeningHitFile', {
  ...hitFields,
  openCaseId: z.string().nullable(),
  notes: z.array(reviewNote),
})
