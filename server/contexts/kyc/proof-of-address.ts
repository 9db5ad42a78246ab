import { type EventBody, events } from '@florin/contract/events.ts'
import type { poaStatuses } from '@florin/contract/shapes/user.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'

export type PoaStatus = (typeof poaStatuses)[number]
export type PoaVerdict = Exclude<PoaStatus, 'WAITING'>
export type PoaState = PoaStatus | 'CLOSED'

/**
 * One proof of address of one user. Each verdict is final: after QUESTIONED (a better copy is wanted) or REJECTED
 * (another document is wanted) the next upload is a new one. CLOSED: the user is gone.
 */
export const poaMachine = machine<PoaState, 'approve' | 'reject' | 'question' | 'close'>({
  name: 'proof of address',
  initial: 'WAITING',
  moves: {
    WAITING: { approve: 'APPROVED', reject: 'REJECTED', question: 'QUESTIONED', close: 'CLOSED' },
    APPROVED: {},
    REJECTED: {},
    QUESTIONED: {},
    CLOSED: {},
  },
})

/** A row of `kyc.poa`. */
export interface ProofOfAddress {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly externalUserId: string
  readonly state: PoaState
  readonly submittedAt: Date
  readonly decidedAt: Date | null
  readonly version: number
}

const statusEvent = (poa: ProofOfAddress, status: PoaStatus): EventDraft => ({
  type: 'poa.status',
  subject: poa.userId,
  version: events['poa.status'].version,
  body: { externalUserId: poa.externalUserId, status } satisfies EventBody<'poa.status'>,
})

export const submit = (
  given: Pick<ProofOfAddress, 'partnerId' | 'id' | 'userId' | 'externalUserId'>,
  now: Date,
): Decision<ProofOfAddress> => {
  const next = { ...given, state: poaMachine.initial, submittedAt: now, decidedAt: null, version: 1 }
  return { next, emit: [statusEvent(next, 'WAITING')] }
}

const commandOf = { APPROVED: 'approve', REJECTED: 'reject', QUESTIONED: 'question' } as const

const moved = (
  poa: ProofOfAddress,
  command: 'approve' | 'reject' | 'question' | 'close',
  now: Date,
): ProofOfAddress => ({
  ...poa,
  state: mustMove(poaMachine, poa.state, command),
  decidedAt: now,
  version: poa.version + 1,
})

/** Only of one that waits. */
export const decide = (poa: ProofOfAddress, verdict: PoaVerdict, now: Date): Decision<ProofOfAddress> => ({
  next: moved(poa, commandOf[verdict], now),
  emit: [statusEvent(poa, verdict)],
  note: [{ action: 'poa.decided', subject: poa.userId, detail: { poaId: poa.id, verdict } }],
})

/** Nobody will decide any more: the user is gone. Only of one that waits. */
export const close = (poa: ProofOfAddress, now: Date): Decision<ProofOfAddress> => ({ next: moved(poa, 'close', now) })
