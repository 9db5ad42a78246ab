import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { oneOf, page, timestamp, uuid } from '../kernel/fields.ts'
import { listOf, namedAnswer } from '../shapes/answer.ts'
import { reason } from './fields.ts'

const tag = 'SEPA'

const contact = namedAnswer('OwnedSepaContact', {
  contactId: z.string(),
  partnerId: z.string(),
  externalUserId: z.string().nullable(),
  iban: z.string(),
  holderName: z.string(),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
  firstSeenAt: timestamp,
})

export const listPendingContacts = endpoint({
  method: 'GET',
  path: '/operator/v1/sepa/contacts',
  tag,
  summary: 'Senders whose names may be their owners’, oldest first',
  access: 'operator',
  roles: ['support', 'compliance', 'finance', 'admin'],
  query: z.strictObject(page),
  response: listOf('contacts', contact),
  errors: [],
})

export const decideContact = endpoint({
  method: 'POST',
  path: '/operator/v1/sepa/contacts/:contactId/decide',
  tag,
  summary: 'Say whether an account is its owner’s own',
  description: 'Money that waits for it is credited, or goes back. The same verdict twice changes nothing.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ contactId: uuid }),
  body: z.object({ decision: oneOf(['APPROVED', 'REJECTED']), reason }),
  response: contact,
  errors: [],
})
