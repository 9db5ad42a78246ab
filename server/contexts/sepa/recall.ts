import type { recallReasons, recallRefusals } from '@florin/contract/shapes/sepa-transfer.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Money } from '../../kit/money.ts'
import type { Decision } from '../../kit/work/decision.ts'

export type RecallState = 'OPEN' | 'ACCEPTED' | 'REFUSED'

/** Asked of another bank or by one; open until that one, or somebody here, has decided. */
export const recallMachine = machine<RecallState, 'accept' | 'refuse'>({
  name: 'recall',
  initial: 'OPEN',
  moves: { OPEN: { accept: 'ACCEPTED', refuse: 'REFUSED' }, ACCEPTED: {}, REFUSED: {} },
})

export type RecallReason = (typeof recallReasons)[number]
export type RecallRefusal = (typeof recallRefusals)[number]

/** What the other bank's message says of itself and of the payment. */
export interface RecallReferences {
  readonly assignmentId: string | null
  readonly cancellationId: string | null
  readonly originalMessageId: string | null
  readonly originalTransactionId: string | null
  readonly originalEndToEndId: string | null
}

export const noReferences: RecallReferences = {
  assignmentId: null,
  cancellationId: null,
  originalMessageId: null,
  originalTransactionId: null,
  originalEndToEndId: null,
}

/** A row of `sepa.recall`. */
export interface Recall extends RecallReferences {
  readonly id: string
  readonly direction: 'OUT' | 'IN'
  readonly state: RecallState
  /** Whose payment it is; the nil partner where nobody knows. */
  readonly partnerId: string
  readonly payoutId: string | null
  readonly depositId: string | null
  readonly money: Money
  readonly reasonCode: string
  readonly refusalCode: string | null
  readonly outgoingId: string | null
  readonly askedAt: Date
  readonly dueAt: Date | null
  readonly endedAt: Date | null
  readonly version: number
}

export const endRecallKind = 'sepa.end-recall'

type NewRecall = Pick<
  Recall,
  'id' | 'direction' | 'partnerId' | 'payoutId' | 'depositId' | 'money' | 'reasonCode' | 'outgoingId' | 'dueAt'
> &
  RecallReferences

/** One that is asked of us has to be answered in time: else a job refuses it. */
export const openRecall = (given: NewRecall, now: Date): Decision<Recall> => ({
  next: { ...given, state: recallMachine.initial, refusalCode: null, askedAt: now, endedAt: null, version: 1 },
  ...(given.dueAt === null
    ? {}
    : { then: [{ kind: endRecallKind, key: given.id, payload: { recallId: given.id }, dueAt: given.dueAt }] }),
  note: [
    { action: 'sepa.recall-asked', subject: given.id, detail: { direction: given.direction, code: given.reasonCode } },
  ],
})

const ended = (recall: Recall, command: 'accept' | 'refuse', change: Partial<Recall>, now: Date): Decision<Recall> => ({
  next: {
    ...recall,
    ...change,
    state: mustMove(recallMachine, recall.state, command),
    endedAt: now,
    version: recall.version + 1,
  },
  note: [
    {
      action: `sepa.recall-${command === 'accept' ? 'accepted' : 'refused'}`,
      subject: recall.id,
      detail: { ...change },
    },
  ],
})

/** The money goes back, or has come back. `outgoingId`: the message by which it goes. */
export const acceptRecall = (recall: Recall, outgoingId: string | null, now: Date): Decision<Recall> =>
  ended(recall, 'accept', outgoingId === null ? {} : { outgoingId }, now)

/** It does not come back. `outgoingId`: the message that says so. */
export const refuseRecall = (
  recall: Recall,
  refusalCode: string,
  outgoingId: string | null,
  now: Date,
): Decision<Recall> => ended(recall, 'refuse', { refusalCode, ...(outgoingId === null ? {} : { outgoingId }) }, now)
