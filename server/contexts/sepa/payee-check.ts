/** What the receiver's bank says of a name and an IBAN (EPC, Verification of Payee): match, close, none, or it cannot say. */
export type PayeeMatch = 'MTCH' | 'CMTC' | 'NMTC' | 'NOAP'

export interface PayeeQuestion {
  readonly name: string
  /** In electronic form. */
  readonly iban: string
}

export interface PayeeAnswer {
  readonly match: PayeeMatch
  /** The account holder's name: for a close match only, so that nobody learns names by guessing (rulebook). */
  readonly matchedName: string | null
}

/** Nobody can say: the payment goes on, as without the question. */
export const noAnswer: PayeeAnswer = { match: 'NOAP', matchedName: null }

/** Whom a payout was compared with: `NOT_ASKED` in a closed loop, whose contacts were compared when they paid in. */
export type PayeeCheck = PayeeMatch | 'NOT_ASKED' | 'WAITING'

export const payeeRefusal = {
  status: 'NMTC',
  description: 'The account does not belong to the receiver that was named.',
} as const
