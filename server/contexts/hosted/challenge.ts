import { type Pose, poses } from '@florin/contract/shapes/hosted.ts'
import { secretId } from '../../kit/ids.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'
import { changed, countFiles, type HostedVerification, noChallenge } from './verification.ts'

/*
 * The head is turned before the camera, in an order that is drawn: each order is good for one set of frames, and not for
 * long. Whether a head was turned is judged by the checks of `kyc`.
 */

/** Long enough for somebody who reads slowly and tries twice. */
const lifeMs = 5 * 60_000

/** The files of a set of frames, in the order of the poses. */
const frameNames = ['first', 'second', 'third'] as const
const nameOf: Readonly<Record<Pose, string>> = { STRAIGHT: 'selfie', LEFT: 'left', RIGHT: 'right' }

/** An order that nobody can foretell. */
export const drawPoses = (): Pose[] =>
  poses
    .map(pose => ({ pose, lot: secretId() }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ pose }) => pose)

export interface DrawnChallenge {
  readonly challengeId: string
  readonly poses: readonly Pose[]
}

/** The order drawn before is good no longer. */
export const drawChallenge = (
  verification: HostedVerification,
  drawn: DrawnChallenge,
  now: Date,
): Decision<HostedVerification> => ({
  next: changed(verification, {
    challengeId: drawn.challengeId,
    challengePoses: drawn.poses,
    challengeUntil: new Date(now.getTime() + lifeMs),
  }),
})

/** What is asked for now; null where nothing is, or its time is over. */
export function openChallenge(
  { challengeId, challengePoses, challengeUntil }: HostedVerification,
  now: Date,
): (DrawnChallenge & { readonly until: Date }) | null {
  if (challengeId === null || challengePoses === null || challengeUntil === null || now >= challengeUntil) return null
  return { challengeId, poses: challengePoses, until: challengeUntil }
}

/** P403: another challenge took its place, it was used, or its time is over. */
function mustBeOpen(verification: HostedVerification, challengeId: string, now: Date): DrawnChallenge {
  const open = openChallenge(verification, now)
  if (open?.challengeId !== challengeId) throw invalidField('challengeId', 'is good no longer: ask for a new one')
  return open
}

/** The frames under the names that files of a verification have, by the order that was drawn. P403: also where one is missing. */
export function nameFrames<F extends { readonly name: string }>(
  verification: HostedVerification,
  challengeId: string,
  files: readonly F[],
  now: Date,
): F[] {
  const { poses: asked } = mustBeOpen(verification, challengeId, now)
  return asked.map((pose, at) => {
    const name = frameNames[at]
    const file = files.find(one => one.name === name)
    if (file === undefined) throw invalidField(String(name), 'is missing')
    return { ...file, name: nameOf[pose] }
  })
}

/** The frames are in: the challenge is used up, and the selfie is one of them. P403 where it ended meanwhile. */
export function takeFrames(
  verification: HostedVerification,
  challengeId: string,
  now: Date,
): Decision<HostedVerification> {
  mustBeOpen(verification, challengeId, now)
  const { next } = countFiles(verification, ['SELFIE', 'LEFT', 'RIGHT'])
  return {
    next: { ...next, ...noChallenge, challengedAt: now },
    note: [{ action: 'hosted.head-turned', subject: verification.userId, detail: { verificationId: verification.id } }],
  }
}
