import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { date, externalUserId, oneOf, optional, text } from '../kernel/fields.ts'
import { country } from '../kernel/identity-fields.ts'
import { namedAnswer } from '../shapes/answer.ts'
import { documentTypes, kycParts, kycState, poaStatuses, user } from '../shapes/user.ts'

const tag = 'Verification'
const fileBytesMax = 5_242_880

export const startVerification = endpoint({
  method: 'POST',
  path: '/v1/user/verification',
  tag,
  summary: 'Ask for the verification of a user',
  description:
    'Starts the decision; it waits until the KYC files are there. On approval the balances become ACTIVE, the IBAN is made, and `webhook/user/status` is sent. A call for a user who is already approved changes nothing.',
  access: 'key',
  model: 'kyc',
  body: z.object({
    externalUserId,
    documentType: oneOf(documentTypes),
    documentNumber: text(1, 50),
    documentCountry: optional(country),
    documentExpiryDate: optional(date),
    userIdentificationNumber: optional(text(1, 50)),
  }),
  response: user,
  errors: ['P412', 'P431', 'P491'],
})

export const addKycFiles = endpoint({
  method: 'POST',
  path: '/v1/user/kyc-files/:externalUserId',
  tag,
  summary: 'Add pictures of the document and a selfie',
  description:
    'ID_CARD and RESIDENCE_PERMIT need front, back and selfie; PASSPORT its page with the photo (`front`) and a selfie. Several `files` are taken in this order. jpeg, png or pdf, told by content; 5 MB each. A later file takes the place of the earlier one, until the verification is decided.',
  access: 'key',
  model: 'kyc',
  params: z.object({ externalUserId }),
  files: {
    names: ['files', 'front', 'back', 'selfie'],
    meanings: {
      files: 'The files in the order front, back, selfie (a passport: front, selfie).',
      front: 'The front of the document, or the page of a passport with the photo.',
      back: 'The back of the document.',
      selfie: 'The face of the user, taken now.',
    },
    countMax: 3,
    bytesMax: fileBytesMax,
  },
  status: 201,
  response: namedAnswer('KycFiles', {
    files: z.array(z.strictObject({ fileId: z.string(), part: z.enum(kycParts) })),
    /** Empty: the verification can be decided. */
    missing: z.array(z.enum(kycParts)),
  }),
  errors: ['P412', 'P426', 'P440', 'P491'],
})

export const addPoaFiles = endpoint({
  method: 'POST',
  path: '/v1/user/poa-files/:externalUserId',
  tag,
  summary: 'Add a proof of address',
  description:
    'At most 3 files of one document that was issued in the last 3 months and shows name and address: jpeg, png or pdf, told by content; 5 MB each. P211 (status 202) while an earlier one is under review; P460 where the country of the user asks for none.',
  access: 'key',
  model: 'kyc',
  params: z.object({ externalUserId }),
  files: {
    names: ['files'],
    meanings: { files: 'The pages of the document.' },
    countMax: 3,
    bytesMax: fileBytesMax,
  },
  status: 201,
  response: namedAnswer('PoaState', {
    status: z.enum(poaStatuses),
    files: z.array(z.strictObject({ fileId: z.string() })),
  }),
  errors: ['P211', 'P412', 'P426', 'P440', 'P447', 'P460', 'P491'],
})

export const getKycStatus = endpoint({
  method: 'GET',
  path: '/v1/kyc/status/:externalUserId',
  tag,
  summary: 'How far the verification of a user is',
  description:
    'While it is PENDING, `rejectionReasons` say what has to be sent again. EXPIRED: the document is valid no longer, verify anew.',
  access: 'key',
  model: 'kyc',
  params: z.object({ externalUserId }),
  response: kycState,
  errors: ['P412', 'P445', 'P491'],
})
