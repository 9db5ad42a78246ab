// Generated from contract/ by `npm run gen`. Do not edit.

import type { Exchange, SepaError, Transfer } from './types.ts'

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
  /** A file for the verification of a user was added, or turned out to be unusable. */
  'kyc.file': {
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string
    /** Status. */
    readonly status: 'ADDED' | 'ERROR'
  }
  /** The proof of address of a user has moved on. */
  'poa.status': {
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string
    /** Status. */
    readonly status: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED'
  }
  /** A transfer has ended. */
  'transfer.status': Transfer
  /** EUR has arrived by SEPA, or was given back because the payer’s bank recalled it. */
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
    readonly status: 'SUCCESSFUL' | 'RETURNED'
    /** When it was made. */
    readonly createdAt: string
  }
  /** A payment to a bank account has moved on. */
  'sepa_transfer.status':
    | {
        /** Id. */
        readonly id: string
        /** The type. */
        readonly type: 'external'
        /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
        readonly amount: string
        /** The remittance information. */
        readonly transferTitle: string
        /** The account that is paid. */
        readonly destinationIban: string
        /** Given names of who is paid. */
        readonly receiverFirstName: string | null
        /** Last name of who is paid. */
        readonly receiverLastName: string | null
        /** Status. */
        readonly status: 'PENDING' | 'PROCESSING' | 'SUCCESSFUL' | 'FAILED' | 'RETURNED'
        /** Currency slug; any letter case is accepted. */
        readonly currency: 'eur'
        /** The fee, in `feeCurrency` (EUR where there is none). */
        readonly fee: number
        /** When it was made. */
        readonly createdAt: string
        readonly error?: SepaError | undefined
      }
    | {
        /** Id. */
        readonly id: string
        /** Status. */
        readonly status: 'FAILED'
        readonly error: SepaError
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
