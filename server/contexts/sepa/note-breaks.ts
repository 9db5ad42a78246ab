import type { Work } from '../../kit/work/work.ts'
import { insertBreak, resolveFound } from './break-store.ts'
import type { BreakKind, NewBreak } from './reconciliation.ts'

/** Writes down where a statement and our books differ, in the open transaction. What was found before stays as it is. */
export async function noteBreaks(work: Work, breaks: readonly NewBreak[]): Promise<void> {
  for (const found of breaks) await insertBreak(work.sql, work.newId(), found, work.now)
}

/** These are over by themselves. */
export async function resolveFoundAgain(
  work: Work,
  kind: BreakKind,
  subjects: readonly string[],
  resolution: string,
): Promise<void> {
  if (subjects.length > 0) await resolveFound(work.sql, kind, subjects, resolution, work.now)
}
