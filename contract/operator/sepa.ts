import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { amountText, oneOf, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { rule } from '../kernel/rules.ts'
import { listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { recallReasons, recallRefusals } from '../shapes/sepa-transfer.ts'
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

const breakKinds = [
  'NOT_NOTIFIED',
  'UNEXPLAINED',
  'AMOUNT_DIFFERS',
  'NOT_ON_STATEMENT',
  'SUMS_DIFFER',
  'BALANCE_GAP',
  'LEDGER_DIFFERS',
] as const

export const listStatements = endpoint({
  method: 'GET',
  path: '/operator/v1/sepa/statements',
  tag,
  summary: 'The bank’s statements held against our books, newest first',
  description:
    '`ledgerBalance` is what our books had for the account at the end of `toDay`, null until it was compared; `difference` is the closing balance less that, and open breaks say why.',
  access: 'operator',
  roles: ['support', 'compliance', 'finance', 'admin'],
  query: z.strictObject(page),
  response: listOf(
    'statements',
    namedAnswer('BankStatement', {
      statementId: z.string(),
      bankStatementId: z.string(),
      fromDay: z.string(),
      toDay: z.string(),
      openingBalance: amountText,
      credits: amountText,
      debits: amountText,
      closingBalance: amountText,
      entryCount: wholeNumber,
      isSound: z.boolean(),
      ledgerBalance: amountText.nullable(),
      difference: amountText.nullable(),
      openBreaks: wholeNumber,
      arrivedAt: timestamp,
    }),
  ),
  errors: [],
})

const breakOfBooks = namedAnswer('ReconciliationBreak', {
  breakId: z.string(),
  kind: z.enum(breakKinds),
  statementId: z.string().nullable(),
  direction: z.enum(['IN', 'OUT']).nullable(),
  amount: amountText,
  expectedAmount: amountText.nullable(),
  bankReference: z.string().nullable(),
  bookingDay: z.string().nullable(),
  ageDays: wholeNumber,
  foundAt: timestamp,
  resolvedAt: timestamp.nullable(),
  resolution: z.string().nullable(),
})

export const listBreaks = endpoint({
  method: 'GET',
  path: '/operator/v1/sepa/breaks',
  tag,
  summary: 'Where the bank’s statements and our books differ, oldest first',
  description:
    'Open ones, or with `status=ALL` those that were resolved too: by themselves, when a later statement brought what was missing, or by somebody.',
  access: 'operator',
  roles: ['support', 'compliance', 'finance', 'admin'],
  query: z.strictObject({ kind: optional(oneOf(breakKinds)), status: optional(oneOf(['OPEN', 'ALL'])), ...page }),
  response: listOf('breaks', breakOfBooks),
  errors: [],
})

export const resolveBreak = endpoint({
  method: 'POST',
  path: '/operator/v1/sepa/breaks/:breakId/resolve',
  tag,
  summary: 'Say why the bank and our books differ',
  description: 'The reason closes it. One that is not open is P404.',
  access: 'operator',
  roles: ['finance', 'admin'],
  params: z.object({ breakId: uuid }),
  body: z.object({ reason }),
  response: breakOfBooks,
  errors: [],
})

const recall = namedAnswer('SepaRecall', {
  recallId: z.string(),
  direction: z.enum(['IN', 'OUT']),
  status: z.enum(['OPEN', 'ACCEPTED', 'REFUSED']),
  partnerId: z.string(),
  transferId: z.string().nullable(),
  depositId: z.string().nullable(),
  amount: amountText,
  reasonCode: z.string(),
  refusalCode: z.string().nullable(),
  refusal: z.string().nullable(),
  askedAt: timestamp,
  dueAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
})

export const listRecalls = endpoint({
  method: 'GET',
  path: '/operator/v1/sepa/recalls',
  tag,
  summary: 'Payments that somebody wants back, oldest first',
  description:
    'OUT: ours, which the receiver’s bank gives back or not. IN: others’, which wait for your answer until `dueAt`. Open ones, or with `status=ALL` all.',
  access: 'operator',
  roles: ['support', 'compliance', 'finance', 'admin'],
  query: z.strictObject({ status: optional(oneOf(['OPEN', 'ALL'])), ...page }),
  response: listOf('recalls', recall),
  errors: [],
})

export const recallSepaTransfer = endpoint({
  method: 'POST',
  path: '/operator/v1/sepa/transfers/:transferId/recall',
  tag,
  summary: 'Ask for a payment back',
  description:
    'Of a SUCCESSFUL transfer. What the receiver’s bank gives back makes it RETURNED. Asked twice it is asked once.',
  access: 'operator',
  roles: ['compliance', 'finance', 'admin'],
  params: z.object({ transferId: uuid }),
  body: z.object({ reasonCode: oneOf(recallReasons), reason }),
  response: recall,
  errors: ['P428'],
})

export const answerRecall = endpoint({
  method: 'POST',
  path: '/operator/v1/sepa/recalls/:recallId/answer',
  tag,
  summary: 'Give a payment back, or say why not',
  description:
    'ACCEPTED takes it from its owner (P433 where it is spent), or from suspense, and returns it. REFUSED needs `refusalCode`. One that is not open is P404.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: z.object({ recallId: uuid }),
  body: z
    .object({ decision: oneOf(['ACCEPTED', 'REFUSED']), refusalCode: optional(oneOf(recallRefusals)), reason })
    .check(
      rule(({ decision, refusalCode }) =>
        decision === 'REFUSED' && refusalCode === undefined
          ? [{ path: 'refusalCode', message: 'should not be empty' }]
          : [],
      ),
    ),
  response: recall,
  errors: ['P412', 'P433', 'P455', 'P459', 'P477'],
})
