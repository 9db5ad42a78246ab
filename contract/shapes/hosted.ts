/** The languages of the hosted pages. */
export const locales = ['en', 'pl', 'de', 'es'] as const
export type Locale = (typeof locales)[number]

/** How far a hosted verification is: its link was made, opened, all was sent; or a newer link took its place. */
export const hostedStates = ['CREATED', 'OPEN', 'SUBMITTED', 'REPLACED'] as const

/** How the head is held on a frame of the challenge; each side is the person's own. */
export const poses = ['STRAIGHT', 'LEFT', 'RIGHT'] as const
export type Pose = (typeof poses)[number]

/** What came of opening a link. */
export const linkStates = ['OPENED', 'TAKEN', 'EXPIRED'] as const
