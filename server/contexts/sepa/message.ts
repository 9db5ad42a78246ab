import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision } from '../../kit/work/decision.ts'

export type MessageState = 'ARRIVING' | 'STORED' | 'SOUND' | 'READ' | 'REFUSED'

/** Stored before it is read, and looked through to its end before anything of it is booked. */
export const messageMachine = machine<MessageState, 'keep' | 'accept' | 'finish' | 'refuse'>({
  name: 'message',
  initial: 'ARRIVING',
  moves: {
    ARRIVING: { keep: 'STORED' },
    STORED: { accept: 'SOUND', refuse: 'REFUSED' },
    SOUND: { finish: 'READ' },
    READ: {},
    REFUSED: {},
  },
})

/** A message of the bank: a row of `sepa.message`, its bytes in pieces beside it. */
export interface Message {
  readonly id: string
  readonly bankId: string
  readonly state: MessageState
  /** `camt.054.001.08`; null until it was looked at. */
  readonly kind: string | null
  /** Of the nil partner, one a message: what banks write is about many people. */
  readonly dataKeyId: string
  readonly sizeBytes: number
  readonly sha256: Buffer | null
  /** Entries that are booked; reading goes on after them. */
  readonly entriesDone: number
  readonly refusal: string | null
  readonly arrivedAt: Date
  readonly updatedAt: Date
  readonly version: number
}

export const newMessage = (given: Pick<Message, 'id' | 'bankId' | 'dataKeyId'>, now: Date): Decision<Message> => ({
  next: {
    ...given,
    state: messageMachine.initial,
    kind: null,
    sizeBytes: 0,
    sha256: null,
    entriesDone: 0,
    refusal: null,
    arrivedAt: now,
    updatedAt: now,
    version: 1,
  },
})

const moved = (
  message: Message,
  command: 'keep' | 'accept' | 'finish' | 'refuse',
  change: Partial<Message>,
  now: Date,
): Message => ({
  ...message,
  ...change,
  state: mustMove(messageMachine, message.state, command),
  updatedAt: now,
  version: message.version + 1,
})

export const readJob = 'sepa.read-message'

/** All of its bytes are here: a job reads it. */
export const keep = (
  message: Message,
  bytes: { readonly sizeBytes: number; readonly sha256: Buffer },
  now: Date,
): Decision<Message> => ({
  next: moved(message, 'keep', bytes, now),
  then: [{ kind: readJob, key: message.id, payload: { messageId: message.id } }],
})

/** It makes sense to its end, so it may be booked. */
export const accept = (message: Message, kind: string, now: Date): Decision<Message> => ({
  next: moved(message, 'accept', { kind }, now),
})

/** It cannot be trusted to mean what it says: nothing of it is booked, and the operator sees it. */
export const refuse = (message: Message, kind: string | null, refusal: string, now: Date): Decision<Message> => ({
  next: moved(message, 'refuse', { kind, refusal: refusal.slice(0, 1_000) }, now),
  note: [{ action: 'sepa.message-refused', subject: message.id, detail: { bankId: message.bankId, refusal } }],
})

/** The entries before this one are booked. */
export const advance = (message: Message, entriesDone: number, now: Date): Decision<Message> => ({
  next: { ...message, entriesDone, updatedAt: now, version: message.version + 1 },
})

/** All of it is booked. */
export const finish = (message: Message, now: Date): Decision<Message> => ({ next: moved(message, 'finish', {}, now) })
