import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Payment } from './payment.ts'

export type OfferState = 'ACCEPTING' | 'ACCEPTED' | 'LAPSED' | 'SETTLED' | 'REFUSED'

/**
 * An instant payment to us waits for our word. Accepted, the money is credited once our bank has the word in time, and the
 * bank books it later; a word that comes too late was never said.
 */
export const offerMachine = machine<OfferState | 'OFFERED', OfferCommand>({
  name: 'sepa offer',
  initial: 'OFFERED',
  moves: {
    OFFERED: { accept: 'ACCEPTING', refuse: 'REFUSED' },
    ACCEPTING: { confirm: 'ACCEPTED', lapse: 'LAPSED', settle: 'SETTLED' },
    ACCEPTED: { settle: 'SETTLED' },
    LAPSED: {},
    SETTLED: {},
    REFUSED: {},
  },
})

/** A row of `sepa.offer`. */
export interface Offer {
  readonly id: string
  /** Also that of the deposit, where it was credited before the bank has booked it. */
  readonly identity: Buffer
  readonly messageId: string
  readonly transactionIndex: number
  readonly state: OfferState
  /** By these the bank's booking of it is known. */
  readonly transactionId: string | null
  readonly uetr: string | null
  readonly units: bigint
  readonly refusalCode: string | null
  /** The message with our answer. */
  readonly outgoingId: string
  readonly offeredAt: Date
  readonly endedAt: Date | null
  readonly version: number
}

type NewOffer = Omit<Offer, 'state' | 'refusalCode' | 'offeredAt' | 'endedAt' | 'version'>

type OfferCommand = 'accept' | 'refuse' | 'confirm' | 'lapse' | 'settle'

const move = (from: OfferState | 'OFFERED', command: OfferCommand): OfferState => {
  const to = mustMove(offerMachine, from, command)
  if (to === 'OFFERED') throw new Error('no offer is unanswered')
  return to
}

/** It is answered: refused with a reason code of SEPA, or, without one, accepted. */
export function answerOffer(given: NewOffer, refusalCode: string | null, now: Date): Decision<Offer> {
  const state = move(offerMachine.initial, refusalCode === null ? 'accept' : 'refuse')
  const endedAt = refusalCode === null ? null : now
  return { next: { ...given, state, refusalCode, offeredAt: now, endedAt, version: 1 } }
}

const ended = (offer: Offer, command: 'lapse' | 'settle', now: Date): Decision<Offer> => ({
  next: { ...offer, state: move(offer.state, command), endedAt: now, version: offer.version + 1 },
})

/** Our bank has the acceptance in time: the payment is final. */
export const confirmOffer = (offer: Offer): Decision<Offer> => ({
  next: { ...offer, state: move(offer.state, 'confirm'), version: offer.version + 1 },
})

/** Our bank has not taken the acceptance: the payment never was. */
export const lapseOffer = (offer: Offer, now: Date): Decision<Offer> => ended(offer, 'lapse', now)

/** Our bank has booked it. */
export const settleOffer = (offer: Offer, now: Date): Decision<Offer> => ended(offer, 'settle', now)

/** Whether a payment that the bank has booked is the one that was offered: by its UETR, else by the id of the payer's bank. */
export function isBookedBy(offer: Offer, payment: Pick<Payment, 'units' | 'uetr' | 'transactionId'>): boolean {
  if (offer.units !== payment.units) return false
  if (offer.uetr !== null && payment.uetr !== null) return offer.uetr === payment.uetr
  return offer.transactionId !== null && offer.transactionId === payment.transactionId
}
