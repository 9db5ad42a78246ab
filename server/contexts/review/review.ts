import { invalidField } from '../../kit/problem.ts'

export type Risk = 'LOW' | 'MEDIUM' | 'HIGH'

/** What a row that operators decide about says of them. */
export interface Review {
  /** The operator who looks at it, and nobody else decides it. */
  readonly claimedBy: string | null
  readonly claimedAt: Date | null
  /** The first of the two operators who must find nothing against the person where the risk is high. */
  readonly approvedBy: string | null
}

export const unreviewed: Review = { claimedBy: null, claimedAt: null, approvedBy: null }
const free = { claimedBy: null, claimedAt: null }

/** P403: another operator has it. `field` is where the caller named it. */
export function refuseClaimed({ claimedBy }: Review, actor: string, field: string): void {
  if (claimedBy === null || claimedBy === actor) return
  throw invalidField(field, `is claimed by ${claimedBy.replace('operator:', '')}`)
}

/** Which rows of a queue are asked for: an operator's name, null for what nobody has claimed, undefined for all. */
export const claimantOf = (filter: 'MINE' | 'FREE' | undefined, actor: string): string | null | undefined =>
  filter === undefined ? undefined : filter === 'FREE' ? null : actor

export interface ClaimCommand {
  readonly isReleased: boolean
  /** An administrator gives back what somebody else has claimed, who may be gone. */
  readonly isAdmin: boolean
}

/** One operator takes it, or gives it back. Undefined when it is so already. P403: another one has it. */
export function claim(
  review: Review,
  { isReleased, isAdmin }: ClaimCommand,
  { actor, field, now }: { readonly actor: string; readonly field: string; readonly now: Date },
): Pick<Review, 'claimedBy' | 'claimedAt'> | undefined {
  if (!(isReleased && isAdmin)) refuseClaimed(review, actor, field)
  if (isReleased) return review.claimedBy === null ? undefined : free
  return review.claimedBy === actor ? undefined : { claimedBy: actor, claimedAt: now }
}

/** Of a high risk two operators say that nothing stands against the person; the same one counts once. */
export const needsSecond = ({ approvedBy }: Review, risks: readonly (Risk | null)[], actor: string): boolean =>
  risks.includes('HIGH') && actor.startsWith('operator:') && (approvedBy ?? actor) === actor

/** The first of two has said so: another one must look at it. */
export const approvedFirst = (actor: string): Review => ({ ...free, approvedBy: actor })
