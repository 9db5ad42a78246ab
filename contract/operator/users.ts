import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId, optional, page, uuid } from '../kernel/fields.ts'
import { email, personName } from '../kernel/identity-fields.ts'
import { answer, listOf, namedAnswer } from '../shapes/answer.ts'
import { user } from '../shapes/user.ts'
import { anyRole, ofPartner, reason } from './fields.ts'

const tag = 'Users'

export const searchUsers = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/users',
  tag,
  summary: 'Users of a partner',
  description: 'Each given condition must match exactly; personal data is searched by blind index.',
  access: 'operator',
  roles: anyRole,
  params: ofPartner,
  query: z.strictObject({
    externalUserId: optional(externalUserId),
    email: optional(email),
    lastName: optional(personName),
    ...page,
  }),
  response: listOf('users', user),
  errors: ['P418'],
})

/** Personal data in clear: reading it is audited. Null where it was never given or is erased. */
const personalData = namedAnswer('PersonalData', {
  email: z.string().nullable(),
  phone: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  birthDate: z.string().nullable(),
  birthCountry: z.string().nullable(),
  pesel: z.string().nullable(),
  address: z.string().nullable(),
  city: z.string().nullable(),
  postCode: z.string().nullable(),
  country: z.string().nullable(),
  citizenship: z.string().nullable(),
  nationality: z.string().nullable(),
  documentType: z.string().nullable(),
  documentNumber: z.string().nullable(),
  userIdentificationNumber: z.string().nullable(),
})

export const inspectUser = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/users/:userId',
  tag,
  summary: 'A user with personal data',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: ofPartner.extend({ userId: uuid }),
  response: answer({ user, personalData, iban: z.string().nullable() }),
  errors: ['P412', 'P418'],
})

const ofUser = ofPartner.extend({ userId: uuid })

export const suspendUser = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/users/:userId/suspend',
  tag,
  summary: 'Let nothing go out from a user',
  description: 'As when the partner does it. Suspending a suspended user changes nothing.',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: ofUser,
  body: z.object({ reason }),
  response: user,
  errors: ['P412', 'P418'],
})

export const unsuspendUser = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/users/:userId/unsuspend',
  tag,
  summary: 'End a suspension',
  description: 'Also one that the partner asked for.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofUser,
  body: z.object({ reason }),
  response: user,
  errors: ['P412', 'P418'],
})
