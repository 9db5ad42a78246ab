import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { date, externalUserId, oneOf, optional, text } from '../kernel/fields.ts'
import { country } from '../kernel/identity-fields.ts'
import { documentTypes, kycState, user } from '../shapes/user.ts'

const tag = 'Verification'

export const startVerification = endpoint({
  method: 'POST',
  path: '/v1/user/verification',
  tag,
  summary: 'Ask for the verification of a user',
  description:
    'Starts the decision. On approval the balances become ACTIVE, the IBAN is made, and `webhook/user/status` is sent. A call for a user who is already approved changes nothing.',
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

export const getKycStatus = endpoint({
  method: 'GET',
  path: '/v1/kyc/status/:externalUserId',
  tag,
  summary: 'How far the verification of a user is',
  access: 'key',
  model: 'kyc',
  params: z.object({ externalUserId }),
  response: kycState,
  errors: ['P412', 'P445', 'P491'],
})
