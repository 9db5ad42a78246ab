import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision } from '../../kit/work/decision.ts'

export type OutgoingState = 'STORED' | 'SENT' | 'REFUSED'

/** Stored with what it orders, in one commit; sent afterwards, as often as it takes, under the same name. */
export const outgoingMachine = machine<OutgoingState, 'send' | 'refuse'>({
  name: 'outgoing message',
  initial: 'STORED',
  moves: { STORED: { send: 'SENT', refuse: 'REFUSED' }, SENT: {}, REFUSED: {} },
})

/** A message of ours to the bank: a row of `sepa.outgoing`. */
export interface Outgoing {
  /** Without its dashes it is the message identification. */
  readonly id: string
  /** `pain.001.001.09`. */
  readonly kind: string
  readonly state: OutgoingState
  readonly dataKeyId: string
  /** The bytes under that key of the nil partner. */
  readonly sealed: Buffer
  readonly refusal: string | null
  readonly madeAt: Date
  readonly endedAt: Date | null
  readonly version: number
}

export const sendJob = 'sepa.send-message'
export const confirmOffersKind = 'sepa.confirm-offers'

export const newOutgoing = (
  given: Pick<Outgoing, 'id' | 'kind' | 'dataKeyId' | 'sealed'>,
  now: Date,
): Decision<Outgoing> => ({
  next: { ...given, state: outgoingMachine.initial, refusal: null, madeAt: now, endedAt: null, version: 1 },
  then: [{ kind: sendJob, key: given.id, payload: { outgoingId: given.id } }],
})

/** The bank has it. Payments that it accepts are final now. */
export const markSent = (outgoing: Outgoing, now: Date): Decision<Outgoing> => ({
  next: {
    ...outgoing,
    state: mustMove(outgoingMachine, outgoing.state, 'send'),
    endedAt: now,
    version: outgoing.version + 1,
  },
  ...(outgoing.kind.startsWith('pacs.002')
    ? { then: [{ kind: confirmOffersKind, key: outgoing.id, payload: { outgoingId: outgoing.id } }] }
    : {}),
})

/** The bank does not take it, for good: nothing that it orders will happen. */
export const markRefused = (outgoing: Outgoing, refusal: string, now: Date): Decision<Outgoing> => ({
  next: {
    ...outgoing,
    state: mustMove(outgoingMachine, outgoing.state, 'refuse'),
    refusal: refusal.slice(0, 1_000),
    endedAt: now,
    version: outgoing.version + 1,
  },
  note: [{ action: 'sepa.order-refused', subject: outgoing.id, detail: { kind: outgoing.kind, refusal } }],
})

/** How ids stand in messages, where 35 characters are the most. */
export const railId = (id: string): string => id.replaceAll('-', '')

/** The id that stands so in a message, if it can be one of ours. */
export function idOnRail(text: string | undefined): string | undefined {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(text ?? '')
  return match === null ? undefined : match.slice(1).join('-').toLowerCase()
}
