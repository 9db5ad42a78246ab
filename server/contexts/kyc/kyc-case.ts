import { type EventBody, events } from '@florin/contract/events.ts'
import type { documentTypes } from '@florin/contract/shapes/user.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'

export type CaseState = 'PENDING' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
export type DocumentType = (typeof documentTypes)[number]
export type Verdict = 'APPROVED' | 'REJECTED'

/** One verification of one user. A decision is final; after a rejection the next verification is a new case. */
export const kycCaseMachine = machine<CaseState, 'approve' | 'reject' | 'expire'>({
  name: 'kyc case',
  initial: 'PENDING',
  moves: {
    PENDING: { approve: 'APPROVED', reject: 'REJECTED', expire: 'EXPIRED' },
    APPROVED: {},
    REJECTED: {},
    EXPIRED: {},
  },
})

/** A row of `kyc.case`. */
export interface KycCase {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly externalUserId: string
  readonly state: CaseState
  readonly documentType: DocumentType | null
  /** Why it was rejected, under the user's data key. */
  readonly sealedReasons: Buffer | null
  readonly openedAt: Date
  readonly updatedAt: Date
  readonly decidedAt: Date | null
  readonly version: number
}

export const isUndecided = (kycCase: KycCase): boolean => kycCase.decidedAt === null

export const newCase = (
  given: Pick<KycCase, 'partnerId' | 'id' | 'userId' | 'externalUserId' | 'documentType'>,
  now: Date,
): Decision<KycCase> => ({
  next: {
    ...given,
    state: kycCaseMachine.initial,
    sealedReasons: null,
    openedAt: now,
    updatedAt: now,
    decidedAt: null,
    version: 1,
  },
})

const changed = (kycCase: KycCase, change: Partial<KycCase>, now: Date): KycCase => ({
  ...kycCase,
  ...change,
  updatedAt: now,
  version: kycCase.version + 1,
})

/** Another document is to be checked; undefined where it is of the same kind. */
export const replaceDocument = (
  kycCase: KycCase,
  documentType: DocumentType,
  now: Date,
): Decision<KycCase> | undefined =>
  kycCase.documentType === documentType ? undefined : { next: changed(kycCase, { documentType }, now) }

/** The event's body holds what somebody wrote about the person, so it is sealed where there is such a text. */
const statusEvent = (kycCase: KycCase, status: Verdict, reasons: readonly string[], dataKeyId: string): EventDraft => ({
  type: 'kyc.status',
  subject: kycCase.userId,
  version: events['kyc.status'].version,
  body: {
    externalUserId: kycCase.externalUserId,
    status,
    rejectionReasons: [...reasons],
  } satisfies EventBody<'kyc.status'>,
  ...(reasons.length > 0 ? { dataKeyId } : {}),
})

const note = (kycCase: KycCase, verdict: Verdict) => [
  { action: 'kyc.decided', subject: kycCase.userId, detail: { caseId: kycCase.id, verdict } },
]

/** The person is who it says. Only of an undecided case. */
export const approve = (kycCase: KycCase, dataKeyId: string, now: Date): Decision<KycCase> => ({
  next: changed(kycCase, { state: mustMove(kycCaseMachine, kycCase.state, 'approve'), decidedAt: now }, now),
  emit: [statusEvent(kycCase, 'APPROVED', [], dataKeyId)],
  note: note(kycCase, 'APPROVED'),
})

/** The person is not accepted, for these reasons, in clear and sealed. Only of an undecided case. */
export const reject = (
  kycCase: KycCase,
  dataKeyId: string,
  { reasons, sealedReasons }: { readonly reasons: readonly string[]; readonly sealedReasons: Buffer | null },
  now: Date,
): Decision<KycCase> => ({
  next: changed(
    kycCase,
    { state: mustMove(kycCaseMachine, kycCase.state, 'reject'), sealedReasons, decidedAt: now },
    now,
  ),
  emit: [statusEvent(kycCase, 'REJECTED', reasons, dataKeyId)],
  note: note(kycCase, 'REJECTED'),
})

/** Nobody will decide any more: the user is gone. Only of an undecided case. */
export const expire = (kycCase: KycCase, now: Date): Decision<KycCase> => ({
  next: changed(kycCase, { state: mustMove(kycCaseMachine, kycCase.state, 'expire'), decidedAt: now }, now),
})
