import { z } from 'zod'
import { amountText, timestamp } from './kernel/fields.ts'
import { answer } from './shapes/answer.ts'
import { exchange } from './shapes/exchange.ts'
import { sepaTransferEvent } from './shapes/sepa-transfer.ts'
import { transfer } from './shapes/transfer.ts'
import { kycStatuses, poaStatuses } from './shapes/user.ts'

/**
 * One kind of event that a partner is told about. The body's bytes are frozen when the event is made, so `version`
 * rises whenever `body` changes.
 */
export interface EventDefinition {
  readonly summary: string
  /** Appended to the partner's base URL. */
  readonly path: string
  readonly version: number
  readonly body: z.ZodType
  /** Order is kept among the events of one subject: the user, or the object that the event is about. */
  readonly subject: 'user' | 'object'
  /**
   * What a partner gets who has not chosen: all, nothing, or only bodies with one of these statuses. A partner that
   * names the type in its settings gets all of them.
   */
  readonly byDefault: boolean | readonly string[]
  readonly example: Readonly<Record<string, unknown>>
}

const event = <const E extends EventDefinition>(literal: E): E => literal

const ownerOrNull = z.string().nullable()
const at = '2026-03-02T09:30:00.000Z'

export const events = {
  'user.status': event({
    summary: 'A user has become active, or was suspended, unsuspended or deleted',
    path: '/webhook/user/status',
    version: 1,
    body: answer({ externalUserId: z.string(), status: z.enum(['ACTIVE', 'SUSPENDED', 'UNSUSPENDED', 'DELETED']) }),
    subject: 'user',
    byDefault: ['ACTIVE'],
    example: { externalUserId: 'customer-17', status: 'ACTIVE' },
  }),
  'kyc.status': event({
    summary: 'The verification of a user has moved on',
    path: '/webhook/kyc-verification/status',
    version: 1,
    body: answer({
      externalUserId: z.string(),
      status: z.enum(kycStatuses),
      rejectionReasons: z.array(z.string()),
    }),
    subject: 'user',
    byDefault: true,
    example: { externalUserId: 'customer-17', status: 'APPROVED', rejectionReasons: [] },
  }),
  'kyc.file': event({
    summary: 'A file for the verification of a user was added, or turned out to be unusable',
    path: '/webhook/kyc-file/status',
    version: 1,
    body: answer({ externalUserId: z.string(), status: z.enum(['ADDED', 'ERROR']) }),
    subject: 'user',
    byDefault: true,
    example: { externalUserId: 'customer-17', status: 'ADDED' },
  }),
  'poa.status': event({
    summary: 'The proof of address of a user has moved on',
    path: '/webhook/poa-verification/status',
    version: 1,
    body: answer({ externalUserId: z.string(), status: z.enum(poaStatuses) }),
    subject: 'user',
    byDefault: true,
    example: { externalUserId: 'customer-17', status: 'QUESTIONED' },
  }),
  'transfer.status': event({
    summary: 'A transfer has ended',
    path: '/webhook/transfer/status',
    version: 1,
    body: transfer,
    subject: 'object',
    byDefault: true,
    example: {
      transferId: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c21',
      sourceExternalUserId: null,
      destinationExternalUserId: 'customer-17',
      amount: '25.00',
      currency: 'eur',
      status: 'COMPLETED',
      createdAt: at,
    },
  }),
  'sepa_deposit.status': event({
    summary: 'EUR has arrived by SEPA, or was given back because the payer’s bank recalled it',
    path: '/webhook/sepa-deposit/status',
    version: 1,
    body: answer({
      id: z.string(),
      externalUserId: ownerOrNull,
      amount: amountText,
      currency: z.literal('eur'),
      senderName: z.string(),
      senderIban: z.string(),
      transferTitle: z.string(),
      status: z.enum(['SUCCESSFUL', 'RETURNED']),
      createdAt: timestamp,
    }),
    subject: 'object',
    byDefault: true,
    example: {
      id: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c22',
      externalUserId: 'customer-17',
      amount: '150.00',
      currency: 'eur',
      senderName: 'Anna Nowak',
      senderIban: 'PL61109010140000071219812874',
      transferTitle: 'FLR-7K2M9Q',
      status: 'SUCCESSFUL',
      createdAt: at,
    },
  }),
  'sepa_transfer.status': event({
    summary: 'A payment to a bank account has moved on',
    path: '/webhook/sepa-transfer/status',
    version: 1,
    body: sepaTransferEvent,
    subject: 'object',
    byDefault: true,
    example: {
      id: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c24',
      type: 'external',
      amount: '100.00',
      transferTitle: 'Withdrawal',
      destinationIban: 'PL61109010140000071219812874',
      receiverFirstName: 'Anna',
      receiverLastName: 'Nowak',
      status: 'SUCCESSFUL',
      currency: 'eur',
      fee: 1,
      createdAt: at,
    },
  }),
  'iban.status': event({
    summary: 'A sender’s IBAN was seen, or was approved or rejected as the owner’s own',
    path: '/webhook/iban/status',
    version: 1,
    body: answer({
      externalUserId: ownerOrNull,
      iban: z.string(),
      holderName: z.string(),
      status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
    }),
    subject: 'user',
    byDefault: true,
    example: {
      externalUserId: 'customer-17',
      iban: 'PL61109010140000071219812874',
      holderName: 'Anna Nowak',
      status: 'APPROVED',
    },
  }),
  'exchange.status': event({
    summary: 'An exchange has ended',
    path: '/webhook/exchange/status',
    version: 1,
    body: exchange,
    subject: 'object',
    byDefault: true,
    example: {
      exchangeId: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c23',
      externalUserId: 'customer-17',
      amountFrom: '100.00',
      currencyFrom: 'eur',
      amountTo: '615.68750000',
      currencyTo: 'doge',
      rate: '0.16',
      fee: '1.49',
      status: 'COMPLETED',
      createdAt: at,
    },
  }),
} as const

export type EventType = keyof typeof events

/** What is written into the body of an event of this type. */
export type EventBody<T extends EventType> = z.input<(typeof events)[T]['body']>

export const eventTypes = Object.keys(events) as [EventType, ...EventType[]]

/** Whether a partner gets this body, given the types that it has chosen (null: the defaults). */
export const isWanted = (type: EventType, status: string | undefined, chosen: readonly string[] | null): boolean => {
  if (chosen !== null) return chosen.includes(type)
  const byDefault: boolean | readonly string[] = events[type].byDefault
  return typeof byDefault === 'boolean' ? byDefault : status !== undefined && byDefault.includes(status)
}
