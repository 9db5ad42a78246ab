import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUsers } from './store.ts'
import type { User } from './user.ts'

export interface Page {
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** The partner's living users, newest first. P403: a cursor that is none of ours. */
export const listUsers = (work: Work, page: Page): Promise<Listed<User>> =>
  listPage<User, string>(page, byId, (limit, before) =>
    findUsers(work.sql, { partnerId: work.partnerId, isDeletedToo: false, before, limit }),
  )
