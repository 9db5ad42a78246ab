import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId, page, timestamp } from '../kernel/fields.ts'
import { listOf, namedAnswer } from '../shapes/answer.ts'

const tag = 'SEPA'

/** Money goes out only to an APPROVED one, where the loop is closed. */
const contact = namedAnswer('SepaContact', {
  iban: z.string(),
  holderName: z.string(),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
  firstSeenAt: timestamp,
})

const contacts = listOf('contacts', contact)

export const listPartnerSepaContacts = endpoint({
  method: 'GET',
  path: '/v1/partner/sepa-deposit/contacts',
  tag,
  summary: 'The accounts from which you have paid in',
  access: 'key',
  query: z.strictObject(page),
  response: contacts,
  errors: [],
})

export const listSepaContacts = endpoint({
  method: 'GET',
  path: '/v1/sepa-deposit/contacts/:externalUserId',
  tag,
  summary: 'The accounts from which a user has paid in',
  description:
    'An account is remembered when money comes from it with the user’s reference: APPROVED when the sender’s name is the user’s, PENDING when it may be, REJECTED when it is not.',
  access: 'key',
  params: z.object({ externalUserId }),
  query: z.strictObject(page),
  response: contacts,
  errors: ['P412'],
})
