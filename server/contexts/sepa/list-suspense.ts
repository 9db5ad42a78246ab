import type { Money } from '../../kit/money.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Deposit, SuspenseReason } from './deposit.ts'
import { findSuspense } from './deposit-store.ts'
import { openSlip } from './open-slip.ts'
import type { Slip } from './payment.ts'

/** Money that waits to be somebody's. */
export interface SuspenseItem {
  readonly depositId: string
  /** Null where nobody knows whose it is. */
  readonly owner: {
    readonly partnerId: string
    readonly ownerId: string
    readonly externalUserId: string | null
  } | null
  readonly reason: SuspenseReason
  readonly money: Money
  readonly bankReference: string | null
  readonly slip: Slip
  readonly arrivedAt: Date
}

/** What rests in suspense, of one partner or of all, oldest first, for the operator; `after` is the last item of the page before. */
export async function listSuspense(
  work: Pick<Work, 'sql' | 'vault'>,
  page: {
    readonly partnerId?: string | undefined
    readonly after?: { readonly arrivedAt: Date; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<SuspenseItem[]> {
  const deposits = await findSuspense(work.sql, { partnerId: page.partnerId, after: page.after, limit: page.limit })
  return Promise.all(deposits.map(async deposit => itemOf(deposit, await openSlip(work, deposit))))
}

const itemOf = (deposit: Deposit, slip: Slip): SuspenseItem => ({
  depositId: deposit.id,
  owner:
    deposit.ownerId === null
      ? null
      : { partnerId: deposit.partnerId, ownerId: deposit.ownerId, externalUserId: deposit.externalUserId },
  reason: deposit.suspenseReason ?? 'unmatched',
  money: deposit.money,
  bankReference: deposit.bankReference,
  slip,
  arrivedAt: deposit.arrivedAt,
})
