import type { Kernel } from '../../kit/kernel.ts'
import { countOpenBreaks } from './break-store.ts'
import { countUnexplained, sumSuspense } from './deposit-store.ts'
import { countUnread } from './message-store.ts'
import { findOldestUnsent } from './outgoing-store.ts'
import { findOldestUndecided } from './payout-store.ts'
import { findLastComparedDay } from './statement-store.ts'

/** What somebody should look at when it grows. Read whenever the metrics are asked for. */
export function addSepaGauges(kernel: Kernel): void {
  const { metrics, pool, clock } = kernel
  const ageOf = async (at: Date | null): Promise<number> =>
    at === null ? 0 : ((await clock.now()).getTime() - at.getTime()) / 1_000
  metrics.gauge(
    'florin_sepa_suspense_eur',
    'Money that came in and rests in suspense',
    async () => Number(await sumSuspense(pool)) / 100,
  )
  metrics.gauge(
    'florin_sepa_oldest_unread_seconds',
    'Age of the oldest message of the bank that is not read',
    async () => ageOf((await countUnread(pool)).oldestAt),
  )
  metrics.gauge(
    'florin_sepa_oldest_unsent_seconds',
    'Age of the oldest message of ours that the bank does not have',
    async () => ageOf(await findOldestUnsent(pool)),
  )
  metrics.gauge(
    'florin_sepa_refused_messages',
    'Messages of the bank that could not be read',
    async () => (await countUnread(pool)).refused,
  )
  metrics.gauge(
    'florin_sepa_breaks',
    'Open differences between the bank’s statements and the books',
    async () => (await countOpenBreaks(pool)).open,
  )
  metrics.gauge('florin_sepa_oldest_break_seconds', 'Age of the oldest open difference', async () =>
    ageOf((await countOpenBreaks(pool)).oldestAt),
  )
  metrics.gauge('florin_sepa_reconciled_days_ago', 'Days since the last day that was reconciled', async () => {
    const day = await findLastComparedDay(pool)
    return day === null ? 0 : Math.floor(((await clock.now()).getTime() - Date.parse(day)) / 86_400_000)
  })
  metrics.gauge(
    'florin_sepa_oldest_undecided_seconds',
    'Age of the oldest instant payment whose outcome is not known',
    async () => ageOf(await findOldestUndecided(pool)),
  )
  metrics.gauge('florin_sepa_unexplained_entries', 'Bookings of the bank that no rule explains', () =>
    countUnexplained(pool),
  )
}
