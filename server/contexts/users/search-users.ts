import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Page } from './list-users.ts'
import { indexPersonalData } from './personal-data.ts'
import { findUsers } from './store.ts'
import type { User } from './user.ts'

export interface UserSearch extends Page {
  readonly externalUserId?: string | undefined
  readonly email?: string | undefined
  readonly lastName?: string | undefined
}

/**
 * Users of the unit of work's partner that match every given condition exactly (email and name without regard to case,
 * name also to accents), newest first. By id a deleted user is found too; by personal data nobody who was deleted.
 */
export function searchUsers(
  work: Work,
  { externalUserId, email, lastName, ...page }: UserSearch,
): Promise<Listed<User>> {
  const indexes = indexPersonalData(work.vault, work.partnerId, { email, lastName })
  return listPage<User, string>(page, byId, (limit, before) =>
    findUsers(work.sql, {
      partnerId: work.partnerId,
      isDeletedToo: true,
      externalUserId,
      emailIndex: indexes.email ?? undefined,
      lastNameIndex: indexes.lastName ?? undefined,
      before,
      limit,
    }),
  )
}
