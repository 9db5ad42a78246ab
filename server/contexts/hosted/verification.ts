import type { hostedStates, Locale, Pose } from '@florin/contract/shapes/hosted.ts'
import { machine, mustMove, nextState } from '../../kit/machine.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'
import { type DocumentPart, type DocumentType, isFrame, type KycPart, missingParts } from '../kyc/index.ts'

export type HostedState = (typeof hostedStates)[number]

export const hostedMachine = machine<HostedState, 'open' | 'submit' | 'reopen' | 'replace'>({
  name: 'hosted verification',
  initial: 'CREATED',
  moves: {
    CREATED: { open: 'OPEN', replace: 'REPLACED' },
    OPEN: { submit: 'SUBMITTED', replace: 'REPLACED' },
    SUBMITTED: { reopen: 'OPEN' },
    REPLACED: {},
  },
})

/** How long a link leads anywhere. */
const lifeMs = 24 * 3_600_000

/** Somebody who tries again and again sends dozens of pictures, not hundreds. */
const uploadsMax = 40

/** A link to the hosted pages and how far its user has come: a row of `hosted.verification`. */
export interface HostedVerification {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly externalUserId: string
  readonly state: HostedState
  /** Of what the browser that opened the link holds. */
  readonly tokenHash: Buffer | null
  readonly locale: Locale | null
  readonly successUrl: string | null
  readonly errorUrl: string | null
  readonly consentedAt: Date | null
  readonly documentType: DocumentType | null
  /** The rest of what was said of the document, under the user's data key. */
  readonly sealedDocument: Buffer | null
  readonly dataKeyId: string
  readonly parts: readonly DocumentPart[]
  readonly uploads: number
  /** The turn of the head that is asked for now; null where none was drawn. */
  readonly challengeId: string | null
  readonly challengePoses: readonly Pose[] | null
  readonly challengeUntil: Date | null
  /** When the frames came of which the selfie is one; null where it was sent alone. */
  readonly challengedAt: Date | null
  readonly createdAt: Date
  readonly openedAt: Date | null
  readonly submittedAt: Date | null
  readonly expiresAt: Date
  readonly version: number
}

type Given = Pick<
  HostedVerification,
  'partnerId' | 'id' | 'userId' | 'externalUserId' | 'locale' | 'successUrl' | 'errorUrl' | 'dataKeyId'
>

const note = ({ id, userId }: HostedVerification, action: string) => [
  { action, subject: userId, detail: { verificationId: id } },
]

export const changed = (verification: HostedVerification, change: Partial<HostedVerification>): HostedVerification => ({
  ...verification,
  ...change,
  version: verification.version + 1,
})

export const noChallenge = { challengeId: null, challengePoses: null, challengeUntil: null } as const

export function newVerification(given: Given, now: Date): Decision<HostedVerification> {
  const next: HostedVerification = {
    ...given,
    state: hostedMachine.initial,
    tokenHash: null,
    consentedAt: null,
    documentType: null,
    sealedDocument: null,
    parts: [],
    uploads: 0,
    ...noChallenge,
    challengedAt: null,
    createdAt: now,
    openedAt: null,
    submittedAt: null,
    expiresAt: new Date(now.getTime() + lifeMs),
    version: 1,
  }
  return { next, note: note(next, 'hosted.link-made') }
}

export const isExpired = ({ expiresAt }: HostedVerification, now: Date): boolean => now >= expiresAt

/** Whether the user may still send something by it. */
export const isUsable = (verification: HostedVerification, now: Date): boolean =>
  verification.state === 'OPEN' && !isExpired(verification, now)

/** A newer link takes its place. */
export const replaceLink = (verification: HostedVerification): Decision<HostedVerification> => ({
  next: changed(verification, { state: mustMove(hostedMachine, verification.state, 'replace') }),
})

/** A browser takes the link; undefined where another one has it, or it leads nowhere any more. */
export function openLink(
  verification: HostedVerification,
  tokenHash: Buffer,
  now: Date,
): Decision<HostedVerification> | undefined {
  const state = nextState(hostedMachine, verification.state, 'open')
  if (state === undefined || isExpired(verification, now)) return undefined
  const next = changed(verification, { state, tokenHash, openedAt: now })
  return { next, note: note(next, 'hosted.link-opened') }
}

/** The user agrees to what is done with the pictures; undefined where it has. */
export function consent(verification: HostedVerification, now: Date): Decision<HostedVerification> | undefined {
  if (verification.consentedAt !== null) return undefined
  const next = changed(verification, { consentedAt: now })
  return { next, note: note(next, 'hosted.consented') }
}

/** Which document it is. Pictures of one of another kind do not count for it. */
export function chooseDocument(
  verification: HostedVerification,
  document: { readonly documentType: DocumentType; readonly sealedDocument: Buffer },
): Decision<HostedVerification> {
  const isSame = verification.documentType === null || verification.documentType === document.documentType
  const parts = isSame ? verification.parts : verification.parts.filter(part => part === 'SELFIE')
  return { next: changed(verification, { ...document, parts }) }
}

export const partsToSend = ({ documentType, parts }: HostedVerification): DocumentPart[] =>
  missingParts(documentType, new Set(parts))

const refuseWithoutConsent = ({ consentedAt }: HostedVerification): void => {
  if (consentedAt === null) throw invalidField('hasAgreed', 'must be true first')
}

/** P445: nothing can be sent by this link any more. */
export function refuseUnusable(verification: HostedVerification, now: Date): void {
  if (!isUsable(verification, now)) throw new Problem('P445', 'This link leads nowhere any more.')
}

/** P445; P403: no consent yet, or too many pictures. */
export function refuseFile(verification: HostedVerification, now: Date): void {
  refuseUnusable(verification, now)
  refuseWithoutConsent(verification)
  if (verification.uploads >= uploadsMax) throw invalidField('files', 'were sent too often: ask for a new link')
}

/** P403, naming what is missing for a verification. */
export function refuseIncomplete(verification: HostedVerification): void {
  refuseWithoutConsent(verification)
  if (verification.documentType === null) throw invalidField('documentType', 'should not be empty')
  const [missing] = partsToSend(verification)
  if (missing !== undefined) throw invalidField(missing.toLowerCase(), 'is missing')
}

/** Pictures came in. */
export const countFiles = (
  verification: HostedVerification,
  parts: readonly KycPart[],
): Decision<HostedVerification> => ({
  next: changed(verification, {
    parts: [...new Set([...verification.parts, ...parts.filter(part => !isFrame(part))])],
    uploads: verification.uploads + parts.length,
    // A selfie by itself was not seen to turn.
    challengedAt: parts.includes('SELFIE') ? null : verification.challengedAt,
  }),
})

/** All is sent. */
export function submit(verification: HostedVerification, now: Date): Decision<HostedVerification> {
  const state = mustMove(hostedMachine, verification.state, 'submit')
  const next = changed(verification, { state, submittedAt: now })
  return { next, note: note(next, 'hosted.submitted') }
}

/** Pictures are asked for once more; undefined where the link cannot be used again. */
export function reopen(verification: HostedVerification, now: Date): Decision<HostedVerification> | undefined {
  const state = nextState(hostedMachine, verification.state, 'reopen')
  if (state === undefined || isExpired(verification, now)) return undefined
  const next = changed(verification, { state, submittedAt: null, parts: [], challengedAt: null })
  return { next, note: note(next, 'hosted.reopened') }
}
