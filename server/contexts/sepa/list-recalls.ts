import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Page } from './list-contacts.ts'
import type { Recall } from './recall.ts'
import { listRecallRows } from './recall-store.ts'

/** Payments that somebody wants back, oldest first. */
export const listRecalls = (
  work: Work,
  { isOpen, ...page }: Page & { readonly isOpen: boolean },
): Promise<Listed<Recall>> =>
  listPage<Recall, string>(page, byId, (limit, after) => listRecallRows(work.sql, { isOpen, after, limit }))
