import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId, oneOf, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { email, personName } from '../kernel/identity-fields.ts'
import { answer, listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { frameParts, kycParts, riskLevels, user } from '../shapes/user.ts'
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

const standing = {
  risk: z.enum(riskLevels),
  restrainedAt: timestamp.nullable(),
}

export const inspectUser = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/users/:userId',
  tag,
  summary: 'A user with personal data',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: ofPartner.extend({ userId: uuid }),
  response: answer({ user, personalData, iban: z.string().nullable(), ...standing }),
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

export const setUserRisk = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/users/:userId/risk',
  tag,
  summary: 'Say how great a risk a person is',
  description:
    'A person of HIGH risk is never approved by the checks alone, and by two operators only. Nothing is taken back of what was decided before.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofUser,
  body: z.object({ risk: oneOf(riskLevels), reason }),
  response: namedAnswer('UserStanding', { userId: z.string(), ...standing }),
  errors: ['P412', 'P418'],
})

export const exportUser = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/users/:userId/export',
  tag,
  summary: 'Everything that is kept of a person',
  description:
    'For the person itself (GDPR, articles 15 and 20). Without what reviewers noted and with what lists a name was compared: telling that is an offence in most countries. `records` are by kind, oldest or newest first as they are kept; files come by links that are good for five minutes. The look, and each file that is opened, is on record.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofUser,
  response: namedAnswer('PersonalRecord', {
    exportedAt: timestamp,
    user,
    personalData,
    iban: z.string().nullable(),
    reference: z.string().nullable(),
    records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    files: z.array(
      namedAnswer('PersonalFile', {
        fileId: z.string(),
        part: z.enum([...kycParts, ...frameParts, 'ADDRESS']),
        mediaType: z.string(),
        sizeBytes: wholeNumber,
        createdAt: timestamp,
        deleteAfter: timestamp.nullable(),
        link: z.string(),
      }),
    ),
  }),
  errors: ['P412', 'P418'],
})
