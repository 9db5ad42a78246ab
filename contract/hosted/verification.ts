import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { date, externalUserId, flag, oneOf, optional, text, timestamp, uuid } from '../kernel/fields.ts'
import { country } from '../kernel/identity-fields.ts'
import { answer } from '../shapes/answer.ts'
import { hostedStates, linkStates, locales, poses } from '../shapes/hosted.ts'
import { documentTypes, kycParts, kycStatuses } from '../shapes/user.ts'

/*
 * What the hosted pages call. Nobody else does: these are no part of the reference or the SDK, and change with the pages.
 */

const tag = 'Hosted verification'
const base = '/v1/kyc/verification/:externalUserId/:verificationId'
const params = z.object({ externalUserId, verificationId: uuid })

export const hostedState = answer({
  status: z.enum(hostedStates),
  isExpired: z.boolean(),
  hasConsented: z.boolean(),
  document: answer({
    documentType: z.enum(documentTypes),
    documentCountry: z.string(),
    documentNumber: z.string(),
    documentExpiryDate: z.string().nullable(),
  }).nullable(),
  parts: z.array(z.enum(kycParts)),
  missing: z.array(z.enum(kycParts)),
  /** What the camera is to see next, in this order, until then; null where nothing was drawn, or it is over. */
  challenge: answer({ challengeId: z.string(), poses: z.array(z.enum(poses)), expiresAt: timestamp }).nullable(),
  /** Whether the selfie is one of the frames that were asked for. */
  isChallengeDone: z.boolean(),
  kycStatus: z.enum(kycStatuses).nullable(),
  rejectionReasons: z.array(z.string()),
  partner: answer({ displayName: z.string(), accentColour: z.string(), logo: z.string().nullable() }),
  locale: z.enum(locales).nullable(),
  successUrl: z.string().nullable(),
  errorUrl: z.string().nullable(),
  expiresAt: timestamp,
})

export const openHostedLink = endpoint({
  method: 'POST',
  path: `${base}/open`,
  tag,
  summary: 'The first browser that opens the link gets its token',
  access: 'open',
  params,
  body: z.object({}),
  response: answer({ link: z.enum(linkStates), token: z.string().nullable(), state: hostedState.nullable() }),
  secrets: ['token'],
  errors: ['P445'],
})

export const getHostedState = endpoint({
  method: 'GET',
  path: `${base}/state`,
  tag,
  summary: 'How far it is',
  access: 'hosted',
  params,
  response: hostedState,
  errors: ['P445'],
})

export const giveHostedConsent = endpoint({
  method: 'POST',
  path: `${base}/consent`,
  tag,
  summary: 'The user agrees',
  access: 'hosted',
  params,
  body: z.object({ hasAgreed: flag }),
  response: hostedState,
  errors: ['P445'],
})

export const setHostedDocument = endpoint({
  method: 'PUT',
  path: `${base}/document`,
  tag,
  summary: 'Which document it is',
  access: 'hosted',
  params,
  body: z.object({
    documentType: oneOf(documentTypes),
    documentCountry: country,
    documentNumber: text(1, 50),
    documentExpiryDate: optional(date),
  }),
  response: hostedState,
  errors: ['P445'],
})

export const addHostedFile = endpoint({
  method: 'POST',
  path: `${base}/files`,
  tag,
  summary: 'One picture',
  access: 'hosted',
  params,
  files: {
    names: ['front', 'back', 'selfie'],
    meanings: { front: 'The front of the document.', back: 'Its back.', selfie: 'The face of the user.' },
    countMax: 1,
    bytesMax: 5_242_880,
  },
  response: hostedState,
  errors: ['P445', 'P412', 'P426', 'P440'],
})

export const drawHostedChallenge = endpoint({
  method: 'POST',
  path: `${base}/challenge`,
  tag,
  summary: 'Draws in which order the head is turned; the order before is good no longer',
  access: 'hosted',
  params,
  body: z.object({}),
  response: hostedState,
  errors: ['P445'],
})

export const addHostedFrames = endpoint({
  method: 'POST',
  path: `${base}/challenge/:challengeId`,
  tag,
  summary: 'The frames of a challenge, in its order; the one that looks straight is the selfie',
  access: 'hosted',
  params: params.extend({ challengeId: uuid }),
  files: {
    names: ['first', 'second', 'third'],
    meanings: { first: 'The first frame.', second: 'The second frame.', third: 'The third frame.' },
    countMax: 3,
    bytesMax: 5_242_880,
  },
  response: hostedState,
  errors: ['P445', 'P412', 'P426', 'P440'],
})

export const reopenHostedVerification = endpoint({
  method: 'POST',
  path: `${base}/again`,
  tag,
  summary: 'Send better pictures, where they are asked for',
  access: 'hosted',
  params,
  body: z.object({}),
  response: hostedState,
  errors: ['P445', 'P412'],
})

export const submitHostedVerification = endpoint({
  method: 'POST',
  path: `${base}/submit`,
  tag,
  summary: 'All is sent: it can be decided',
  access: 'hosted',
  params,
  body: z.object({}),
  response: hostedState,
  errors: ['P445', 'P412', 'P431'],
})
