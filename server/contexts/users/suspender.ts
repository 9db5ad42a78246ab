import type { Work } from '../../kit/work/work.ts'
import type { Suspender } from './user.ts'

/** Who acts: a named operator, or the partner by one of its keys. */
export const suspenderOf = (work: Work): Suspender => (work.actor.startsWith('operator:') ? 'operator' : 'partner')
