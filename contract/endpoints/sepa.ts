import { z } from 'zod'
import { checkDecimals } from '../kernel/amounts.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { amount, currency, externalUserId, oneOf, optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { personName } from '../kernel/identity-fields.ts'
import { requireOneOf } from '../kernel/rules.ts'
import { answer, listOf, namedAnswer } from '../shapes/answer.ts'
import { payeeChecks, receiverTypes, sepaError, sepaTransferFields } from '../shapes/sepa-transfer.ts'
import { user } from '../shapes/user.ts'

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

const payment = {
  currency,
  amount,
  destinationIban: text(1, 60),
  transferTitle: text(1, 140),
  receiverType: optional(oneOf(receiverTypes)),
  receiverFirstName: optional(personName),
  receiverLastName: optional(personName),
  companyName: optional(text(1, 140)),
}

/** One generation calls the source `externalUserId`; from here on it is `sourceExternalUserId`. */
const fromUser = z
  .object({
    sourceExternalUserId: optional(externalUserId),
    externalUserId: optional(externalUserId),
    ...payment,
  })
  .check(checkDecimals(), requireOneOf('sourceExternalUserId', 'externalUserId'))
  .transform(({ sourceExternalUserId, externalUserId: alias, ...body }) => ({
    ...body,
    sourceExternalUserId: sourceExternalUserId ?? alias ?? '',
  }))

const description =
  'The amount and the fee are held at once. In a closed loop money goes only to an approved contact, and the receiver fields are refused; in an open loop they are needed: `receiverType`, then both names, or `companyName`; the receiver’s bank is asked whether the account is theirs, and the transfer fails where it says no. Characters outside SEPA’s set are transliterated.'

export const createSepaTransfer = endpoint({
  method: 'POST',
  path: '/v1/sepa-transfer',
  tag,
  summary: 'Pay EUR to a bank account',
  description,
  access: 'key',
  rate: 'money',
  body: fromUser,
  response: answer({ transferId: z.string() }),
  errors: ['P410', 'P412', 'P433', 'P455', 'P459', 'P480', 'P483', 'P487', 'P488'],
})

export const createPartnerSepaTransfer = endpoint({
  method: 'POST',
  path: '/v1/partner/sepa-transfer',
  tag,
  summary: 'Pay EUR to a bank account from your own balance',
  description,
  access: 'key',
  rate: 'money',
  body: z.object(payment).check(checkDecimals()),
  response: answer({ transferId: z.string() }),
  errors: ['P410', 'P433', 'P480', 'P488'],
})

/** `payeeCheck` is null in a closed loop; `user` is null where you paid yourself; `error` says why it failed or came back. */
const sepaTransfer = namedAnswer('SepaTransfer', {
  ...sepaTransferFields,
  companyName: z.string().nullable(),
  payeeCheck: z.enum(payeeChecks).nullable(),
  error: sepaError.nullable(),
  user: user.nullable(),
})

export const getSepaTransfer = endpoint({
  method: 'GET',
  path: '/v1/sepa-transfer/details/:transferId',
  tag,
  summary: 'A payment to a bank account',
  access: 'key',
  params: z.object({ transferId: uuid }),
  response: sepaTransfer,
  errors: ['P428'],
})
