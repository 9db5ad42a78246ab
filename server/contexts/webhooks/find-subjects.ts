import type { Work } from '../../kit/work/work.ts'
import { findUserIdEver } from '../users/index.ts'
import type { EventFilter } from './log-store.ts'

/**
 * The subjects under which the events are kept that a partner means by one: the id of a user or an object as it is, and
 * the id of the user whose externalUserId it is, also of a deleted one. Undefined where none is asked for.
 */
export async function findSubjects(
  { sql, partnerId }: Work,
  subject: string | undefined,
): Promise<EventFilter['subjects']> {
  if (subject === undefined) return undefined
  const userId = await findUserIdEver(sql, partnerId, subject)
  return userId === undefined ? [subject] : [subject, userId]
}
