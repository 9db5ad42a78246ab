import { type EventBody, events } from '@florin/contract/events.ts'
import type { poaStatuses } from '@florin/contract/shapes/user.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'
import { approvedFirst, type Review, unreviewed } from '../review/index.ts'

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
export interface ProofOfAddress extends Review {
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
  const next = { ...given, ...unreviewed, state: poaMachine.initial, submittedAt: now, decidedAt: null, version: 1 }
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

const noted = (
  poa: ProofOfAddress,
  change: Partial<Review>,
  action: string,
  detail: object,
): Decision<ProofOfAddress> => ({
  next: { ...poa, ...change, version: poa.version + 1 },
  note: [{ action, subject: poa.userId, detail: { poaId: poa.id, ...detail } }],
})

/** An operator takes it, or gives it back. */
export const claimedPoa = (
  poa: ProofOfAddress,
  change: Pick<Review, 'claimedBy' | 'claimedAt'>,
): Decision<ProofOfAddress> => noted(poa, change, 'poa.claimed', { by: change.claimedBy })

/** The first of two has approved: another one must look at it. */
export const approveFirstPoa = (poa: ProofOfAddress, actor: string): Decision<ProofOfAddress> =>
  noted(poa, approvedFirst(actor), 'poa.approved-first', {})

/** Only of one that waits. */
export const decide = (poa: ProofOfAddress, verdict: PoaVerdict, now: Date): Decision<ProofOfAddress> => ({
  next: moved(poa, commandOf[verdict], now),
  emit: [statusEvent(poa, verdict)],
  note: [{ action: 'poa.decided', subject: poa.userId, detail: { poaId: poa.id, verdict } }],
})

/** Nobody will decide any more: the user is gone. Only of one that waits. */
export const close = (poa: ProofOfAddress, now: Date): Decision<ProofOfAddress> => ({ next: moved(poa, 'close', now) })
