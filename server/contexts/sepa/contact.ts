import { type EventBody, events } from '@florin/contract/events.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'
import type { Owner } from './deposit.ts'
import type { NameVerdict } from './name-match.ts'

export type ContactStatus = 'PENDING' | 'APPROVED' | 'REJECTED'
type ContactState = 'SEEN' | ContactStatus
export type ContactCommand = 'approve' | 'question' | 'reject'

/** Whether an account is its owner's own. People may decide otherwise than names do, and think better of it. */
export const contactMachine = machine<ContactState, ContactCommand>({
  name: 'contact',
  initial: 'SEEN',
  moves: {
    SEEN: { approve: 'APPROVED', question: 'PENDING', reject: 'REJECTED' },
    PENDING: { approve: 'APPROVED', reject: 'REJECTED' },
    APPROVED: { reject: 'REJECTED' },
    REJECTED: { approve: 'APPROVED' },
  },
})

/** An account at another bank from which an owner has paid in: a row of `sepa.contact`. */
export interface Contact {
  readonly partnerId: string
  readonly id: string
  readonly ownerId: string
  readonly externalUserId: string | null
  readonly ibanIndex: Buffer
  readonly dataKeyId: string
  /** `AccountName` under the owner's data key. */
  readonly sealed: Buffer
  readonly status: ContactStatus
  readonly firstSeenAt: Date
  readonly updatedAt: Date
  readonly version: number
}

/** What is personal of a contact. */
export interface AccountName {
  readonly iban: string
  readonly holderName: string
}

/** What a comparison of names makes of an account. */
export const commandOf: Readonly<Record<NameVerdict, ContactCommand>> = {
  match: 'approve',
  'close-match': 'question',
  'no-match': 'reject',
}

const move = (from: ContactState, command: ContactCommand): ContactStatus => {
  const to = mustMove(contactMachine, from, command)
  if (to === 'SEEN') throw new Error('no contact is unseen')
  return to
}

export interface NewContact {
  readonly id: string
  readonly owner: Owner
  readonly ibanIndex: Buffer
  readonly account: AccountName
  readonly sealed: Buffer
}

/** An account is seen for the first time. */
export function meetContact(given: NewContact, command: ContactCommand, now: Date): Decision<Contact> {
  const { owner, account, ...rest } = given
  const { partnerId, ownerId, externalUserId, dataKeyId } = owner
  const status = move(contactMachine.initial, command)
  const next = {
    ...rest,
    partnerId,
    ownerId,
    externalUserId,
    dataKeyId,
    status,
    firstSeenAt: now,
    updatedAt: now,
    version: 1,
  }
  return { next, emit: [statusEvent(next, account)] }
}

/** Somebody has decided. Undefined where it is so already. */
export function decideContact(
  contact: Contact,
  account: AccountName,
  command: 'approve' | 'reject',
  now: Date,
): Decision<Contact> | undefined {
  if (contact.status === (command === 'approve' ? 'APPROVED' : 'REJECTED')) return undefined
  const next = { ...contact, status: move(contact.status, command), updatedAt: now, version: contact.version + 1 }
  return {
    next,
    emit: [statusEvent(next, account)],
    note: [{ action: 'sepa.contact-decided', subject: contact.id, detail: { status: next.status } }],
  }
}

const statusEvent = (contact: Contact, { iban, holderName }: AccountName): EventDraft => ({
  type: 'iban.status',
  subject: contact.ownerId,
  version: events['iban.status'].version,
  dataKeyId: contact.dataKeyId,
  body: {
    externalUserId: contact.externalUserId,
    iban,
    holderName,
    status: contact.status,
  } satisfies EventBody<'iban.status'>,
})
