import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { type Break, listBreakRows, resolveOne } from './break-store.ts'
import type { Page } from './list-contacts.ts'
import type { BreakKind } from './reconciliation.ts'
import { listStatementRows, type ReportedStatement } from './statement-store.ts'

/** Where statements and our books differ, oldest first. */
export const listBreaks = (
  work: Work,
  { kind, isOpen, ...page }: Page & { readonly kind?: BreakKind | undefined; readonly isOpen: boolean },
): Promise<Listed<Break>> =>
  listPage<Break, string>(page, byId, (limit, after) => listBreakRows(work.sql, { kind, isOpen, after, limit }))

/** The bank's statements with what our books had, newest first. */
export const listStatements = (work: Work, page: Page): Promise<Listed<ReportedStatement>> =>
  listPage<ReportedStatement, string>(page, byId, (limit, before) => listStatementRows(work.sql, { before, limit }))

/** Somebody knows why, and says so. P404: there is none that is open. */
export async function resolveBreak(work: Work, breakId: string): Promise<Break> {
  const resolved = await resolveOne(work.sql, breakId, work.reason ?? '', work.now)
  if (resolved === undefined) throw new Problem('P404', 'No such break is open.')
  return resolved
}
