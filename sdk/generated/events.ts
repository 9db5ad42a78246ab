// Generated from contract/ by `npm run gen`. Do not edit.

import type { Exchange, Transfer } from './types.ts'

/** The body of each event type. */
export interface EventBodies {
  /** A user has become active, or was suspended, unsuspended or deleted. */
  'user.status': {
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string
    /** Status. */
    readonly status: 'ACTIVE' | 'SUSPENDED' | 'UNSUSPENDED' | 'DELETED'
  }
  /** The verification of a user has moved on. */
  'kyc.status': {
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string
    /** Status. */
    readonly status: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
    /** Why it was rejected. */
    readonly rejectionReasons: readonly string[]
  }
  /** A transfer has ended. */
  'transfer.status': Transfer
  /** EUR has arrived by SEPA. */
  'sepa_deposit.status': {
    /** Id. */
    readonly id: string
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string | null
    /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
    readonly amount: string
    /** Currency slug; any letter case is accepted. */
    readonly currency: 'eur'
    /** Who sent it. */
    readonly senderName: string
    /** The IBAN that the money came from. */
    readonly senderIban: string
    /** The remittance information. */
    readonly transferTitle: string
    /** Status. */
    readonly status: 'SUCCESSFUL'
    /** When it was made. */
    readonly createdAt: string
  }
  /** A sender’s IBAN was seen, or was approved or rejected as the owner’s own. */
  'iban.status': {
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string | null
    /** International bank account number. */
    readonly iban: string
    /** Who holds the account, as its bank writes it. */
    readonly holderName: string
    /** Status. */
    readonly status: 'PENDING' | 'APPROVED' | 'REJECTED'
  }
  /** An exchange has ended. */
  'exchange.status': Exchange
}

export type EventType = keyof EventBodies
