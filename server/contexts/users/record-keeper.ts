import type { Work } from '../../kit/work/work.ts'
import type { User } from './user.ts'

/** A kind of records that a context keeps of a person, in clear, for the person itself. Never of another person. */
export interface RecordKeeper {
  readonly kind: string
  records(work: Work, user: User): Promise<readonly Record<string, unknown>[]>
}
