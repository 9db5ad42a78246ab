import type { Work } from '../../kit/work/work.ts'
import type { Risk } from '../review/index.ts'
import type { ScreenedPerson } from './match.ts'
import type { UserPosition } from './sweep.ts'

/** The user that is compared. */
export interface Subject {
  readonly partnerId: string
  readonly userId: string
  readonly externalUserId: string
  readonly dataKeyId: string
}

/** A user with what is known of the person; it is decrypted for the comparison and kept nowhere. */
export type KnownSubject = Subject & { readonly person: ScreenedPerson }

/** What the context of users is asked for; bound where the program is put together. */
export interface People {
  /** A living user; undefined for one that is deleted or erased. */
  find(work: Work, position: UserPosition): Promise<KnownSubject | undefined>
  /** Living users after a position, in the order of their ids; `next` is undefined when there are no more. */
  list(
    work: Work,
    after: UserPosition | undefined,
    limit: number,
  ): Promise<{ readonly subjects: readonly KnownSubject[]; readonly next: UserPosition | undefined }>
  /** Nothing goes out any more of a user who is on a list. */
  suspend(work: Work, userId: string): Promise<void>
  /** While a user may be somebody on a sanctions list nothing goes out, and nobody else lifts that. Twice is once. */
  restrain(work: Work, given: { readonly userId: string; readonly isHeld: boolean }): Promise<void>
  /** The key under which a user's hits are sealed, and the risk that is seen in the person; undefined for nobody. */
  look(work: Work, position: UserPosition): Promise<{ readonly dataKeyId: string; readonly risk: Risk } | undefined>
}
