import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, optional, page, uuid } from '../kernel/fields.ts'
import { listOf } from '../shapes/answer.ts'
import { hitStates } from '../shapes/screening.ts'
import { listCode, reason } from './fields.ts'
import { screeningHit, screeningHitFile } from './hit.ts'
import { claimBody, claimWords, noteBody, noteWords, reviewNote, reviewQuery } from './review.ts'

const tag = 'Screening'

const lookers = ['support', 'compliance', 'admin'] as const
const deciders = ['compliance', 'admin'] as const
const ofHit = z.object({ hitId: uuid })

export const listScreeningHits = endpoint({
  method: 'GET',
  path: '/operator/v1/screening/hits',
  tag,
  summary: 'Users who may be on a list, newest first',
  access: 'operator',
  roles: lookers,
  query: z.strictObject({
    status: optional(oneOf(hitStates)),
    partnerId: optional(uuid),
    userId: optional(uuid),
    list: optional(listCode),
    ...reviewQuery,
    ...page,
  }),
  response: listOf('hits', screeningHit),
  errors: ['P418'],
})

export const decideScreeningHit = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/hits/:hitId/decide',
  tag,
  summary: 'Say whether the user is the person of the list',
  description:
    'Whoever is, is suspended at once. Where the risk is HIGH, of the hit or of the user, it takes two operators to say that it is another person: the first leaves the hit as it is, with `approvedBy`. One that somebody else has claimed is P403. The same decision twice changes nothing.',
  access: 'operator',
  roles: deciders,
  params: ofHit,
  body: z.object({ decision: oneOf(['FALSE_POSITIVE', 'TRUE_MATCH']), reason }),
  response: screeningHit,
  errors: ['P412'],
})

export const getScreeningHit = endpoint({
  method: 'GET',
  path: '/operator/v1/screening/hits/:hitId',
  tag,
  summary: 'A hit with its evidence and notes',
  description:
    'And the verification of the same person that waits for a decision, if there is one. The look is on record.',
  access: 'operator',
  roles: lookers,
  params: ofHit,
  response: screeningHitFile,
  errors: [],
})

export const claimScreeningHit = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/hits/:hitId/claim',
  tag,
  summary: 'Take a hit, or give it back',
  description: claimWords,
  access: 'operator',
  roles: deciders,
  params: ofHit,
  body: claimBody,
  response: screeningHit,
  errors: [],
})

export const noteScreeningHit = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/hits/:hitId/notes',
  tag,
  summary: 'Write a note on a hit',
  description: noteWords,
  access: 'operator',
  roles: lookers,
  params: ofHit,
  body: noteBody,
  response: reviewNote,
  errors: ['P412'],
})
