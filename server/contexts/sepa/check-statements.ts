import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { findUnconfirmed } from './nostro-store.ts'
import { noteBreaks } from './note-breaks.ts'
import { findUnsettled } from './offer-store.ts'
import { breaksOfMissing, breaksOfUnsettled } from './reconciliation.ts'

const dayMs = 86_400_000
/** No two statements are further apart: the longest holiday of TARGET is Easter's four days. */
const patienceMs = 6 * dayMs

/** Where no statement comes at all, what was booked since is a break; so is an instant payment that was credited and is booked nowhere. */
export const checkStatementsJob = (kernel: Kernel): JobHandler => ({
  kind: 'sepa.check-statements',
  periodic: { everyMs: dayMs },
  run: job => transact(kernel, { actor: `job:${job.kind}`, partnerId: NIL_ID }, work => checkStatements(work)),
})

export async function checkStatements(work: Work): Promise<void> {
  const seenBefore = new Date(work.now.getTime() - patienceMs)
  const missing = await findUnconfirmed(work.sql, { day: '0001-01-01', seenBefore })
  await noteBreaks(work, [
    ...breaksOfMissing(null, missing),
    ...breaksOfUnsettled(await findUnsettled(work.sql, seenBefore)),
  ])
}
