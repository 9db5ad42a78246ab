import { type EventBody, events } from '@florin/contract/events.ts'
import type { documentTypes } from '@florin/contract/shapes/user.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'
import { approvedFirst, type Review, unreviewed } from '../review/index.ts'
import type { RiskLevel } from './ruleset.ts'

export type CaseState = 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
export type DocumentType = (typeof documentTypes)[number]
/** Whether the user did what the hosted pages asked for beside a selfie: to turn the head before the camera. */
export type Challenge = 'DONE' | 'UNDONE'
export type Verdict = 'APPROVED' | 'REJECTED'

/**
 * One verification of one user. It waits for files and checks, then for a person where these cannot decide; who is asked
 * for something again waits as at first. A rejection is final: the next verification is a new case. An approval ends with
 * the validity of the document.
 */
export const kycCaseMachine = machine<CaseState, 'approve' | 'reject' | 'review' | 'ask' | 'expire'>({
  name: 'kyc case',
  initial: 'PENDING',
  moves: {
    PENDING: { approve: 'APPROVED', reject: 'REJECTED', review: 'IN_REVIEW', expire: 'EXPIRED' },
    IN_REVIEW: { approve: 'APPROVED', reject: 'REJECTED', ask: 'PENDING', expire: 'EXPIRED' },
    APPROVED: { expire: 'EXPIRED' },
    REJECTED: {},
    EXPIRED: {},
  },
})

/** A row of `kyc.case`. */
export interface KycCase extends Review {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly externalUserId: string
  readonly state: CaseState
  readonly documentType: DocumentType | null
  /** Null: nobody asked for it. */
  readonly challenge: Challenge | null
  /** Why it was rejected, or what must be sent again, under the user's data key. */
  readonly sealedReasons: Buffer | null
  /** What the checks made of it; null before they ran. */
  readonly risk: RiskLevel | null
  readonly openedAt: Date
  readonly updatedAt: Date
  readonly decidedAt: Date | null
  readonly version: number
}

export const isUndecided = (kycCase: KycCase): boolean => kycCase.decidedAt === null

export const newCase = (
  given: Pick<KycCase, 'partnerId' | 'id' | 'userId' | 'externalUserId' | 'documentType' | 'challenge'>,
  now: Date,
): Decision<KycCase> => ({
  next: {
    ...given,
    state: kycCaseMachine.initial,
    sealedReasons: null,
    risk: null,
    ...unreviewed,
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

/** Another document is to be checked, or the selfie was taken in another way; undefined where nothing changes. */
export const replaceDocument = (
  kycCase: KycCase,
  { documentType, challenge }: Pick<KycCase, 'documentType' | 'challenge'>,
  now: Date,
): Decision<KycCase> | undefined =>
  kycCase.documentType === documentType && kycCase.challenge === challenge
    ? undefined
    : { next: changed(kycCase, { documentType, challenge, approvedBy: null }, now) }

/** Something new was sent while it is looked at: the first of two has not seen it. Undefined where nobody was first. */
export const voidFirst = (kycCase: KycCase, now: Date): Decision<KycCase> | undefined =>
  kycCase.approvedBy === null || !isUndecided(kycCase)
    ? undefined
    : {
        next: changed(kycCase, { approvedBy: null }, now),
        note: [{ action: 'kyc.first-approval-void', subject: kycCase.userId, detail: { caseId: kycCase.id } }],
      }

/** The event's body holds what somebody wrote about the person, so it is sealed where there is such a text. */
const statusEvent = (
  kycCase: KycCase,
  status: CaseState,
  reasons: readonly string[],
  dataKeyId: string,
): EventDraft => ({
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

/** What the checks say of the risk goes along with what follows from them. */
export interface Assessment {
  readonly risk: RiskLevel
}

/** The person is who it says. Only of an undecided case. */
export const approve = (
  kycCase: KycCase,
  dataKeyId: string,
  now: Date,
  assessment?: Assessment,
): Decision<KycCase> => ({
  next: changed(
    kycCase,
    {
      ...assessment,
      state: mustMove(kycCaseMachine, kycCase.state, 'approve'),
      sealedReasons: null,
      decidedAt: now,
    },
    now,
  ),
  emit: [statusEvent(kycCase, 'APPROVED', [], dataKeyId)],
  note: note(kycCase, 'APPROVED'),
})

export interface Reasons {
  readonly reasons: readonly string[]
  readonly sealedReasons: Buffer | null
}

/** The person is not accepted, for these reasons, in clear and sealed. Only of an undecided case. */
export const reject = (
  kycCase: KycCase,
  dataKeyId: string,
  { reasons, sealedReasons }: Reasons,
  now: Date,
  assessment?: Assessment,
): Decision<KycCase> => ({
  next: changed(
    kycCase,
    { ...assessment, state: mustMove(kycCaseMachine, kycCase.state, 'reject'), sealedReasons, decidedAt: now },
    now,
  ),
  emit: [statusEvent(kycCase, 'REJECTED', reasons, dataKeyId)],
  note: note(kycCase, 'REJECTED'),
})

/** The checks cannot decide: a person looks at it. Only of one that waits. */
export const review = (kycCase: KycCase, dataKeyId: string, assessment: Assessment, now: Date): Decision<KycCase> => ({
  next: changed(
    kycCase,
    { ...assessment, state: mustMove(kycCaseMachine, kycCase.state, 'review'), sealedReasons: null },
    now,
  ),
  emit: [statusEvent(kycCase, 'IN_REVIEW', [], dataKeyId)],
})

/** Something must be sent again, for these reasons. Only of one that is looked at. */
export const ask = (
  kycCase: KycCase,
  dataKeyId: string,
  { reasons, sealedReasons }: Reasons,
  now: Date,
): Decision<KycCase> => ({
  next: changed(
    kycCase,
    {
      state: mustMove(kycCaseMachine, kycCase.state, 'ask'),
      sealedReasons,
      ...unreviewed,
    },
    now,
  ),
  emit: [statusEvent(kycCase, 'PENDING', reasons, dataKeyId)],
  note: [{ action: 'kyc.asked-again', subject: kycCase.userId, detail: { caseId: kycCase.id } }],
})

/** An operator takes it, or gives it back. */
export const claimed = (
  kycCase: KycCase,
  change: Pick<Review, 'claimedBy' | 'claimedAt'>,
  now: Date,
): Decision<KycCase> => ({
  next: changed(kycCase, change, now),
  note: [{ action: 'kyc.claimed', subject: kycCase.userId, detail: { caseId: kycCase.id, by: change.claimedBy } }],
})

/** The first of two has approved: another one must look at it. */
export const approveFirst = (kycCase: KycCase, actor: string, now: Date): Decision<KycCase> => ({
  next: changed(kycCase, approvedFirst(actor), now),
  note: [{ action: 'kyc.approved-first', subject: kycCase.userId, detail: { caseId: kycCase.id } }],
})

/** Nobody will decide any more: the user is gone. Only of an undecided case. */
export const expire = (kycCase: KycCase, now: Date): Decision<KycCase> => ({
  next: changed(
    kycCase,
    { state: mustMove(kycCaseMachine, kycCase.state, 'expire'), sealedReasons: null, decidedAt: now },
    now,
  ),
})

/** The document is valid no longer. Only of an approved case; when it was decided stays. */
export const lapse = (kycCase: KycCase, dataKeyId: string, now: Date): Decision<KycCase> => ({
  next: changed(kycCase, { state: mustMove(kycCaseMachine, kycCase.state, 'expire') }, now),
  emit: [statusEvent(kycCase, 'EXPIRED', [], dataKeyId)],
  note: [{ action: 'kyc.document-expired', subject: kycCase.userId, detail: { caseId: kycCase.id } }],
})
