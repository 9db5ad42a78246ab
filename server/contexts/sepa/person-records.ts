import { formatAmount } from '../../kit/money.ts'
import type { Work } from '../../kit/work/work.ts'
import type { RecordKeeper, User } from '../users/index.ts'
import { findUncreditedOf } from './deposit-store.ts'
import { listContacts } from './list-contacts.ts'
import { openOrder } from './open-order.ts'
import { openSlip } from './open-slip.ts'
import { payoutFields } from './payout.ts'
import { findPayoutsOf } from './payout-store.ts'

const pageOfAll = 200

/** The bank accounts from which a person has paid in. */
const bankAccounts: RecordKeeper = {
  kind: 'bankAccounts',
  async records(work: Work, user: User) {
    const all: Record<string, unknown>[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await listContacts(work, user.id, { limit: pageOfAll, cursor })
      all.push(
        ...items.map(({ account, status, firstSeenAt }) => ({
          iban: account.iban,
          holderName: account.holderName,
          status,
          firstSeenAt: firstSeenAt.toISOString(),
        })),
      )
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined)
    return all
  },
}

/** What came for a person and was not credited, or went back. What was credited is in the history. */
const uncreditedDeposits: RecordKeeper = {
  kind: 'uncreditedDeposits',
  async records(work, user) {
    const deposits = await findUncreditedOf(work.sql, user.partnerId, user.id)
    return Promise.all(
      deposits.map(async deposit => {
        const { senderName, senderIban, remittance } = await openSlip(work, deposit)
        return {
          depositId: deposit.id,
          status: deposit.state,
          amount: formatAmount(deposit.money),
          senderName,
          senderIban,
          reference: remittance,
          arrivedAt: deposit.arrivedAt.toISOString(),
        }
      }),
    )
  },
}

/** What a person has paid to accounts at other banks. */
const bankTransfers: RecordKeeper = {
  kind: 'bankTransfers',
  async records(work, user) {
    const payouts = await findPayoutsOf(work.sql, user.partnerId, user.id)
    return Promise.all(payouts.map(async payout => payoutFields(payout, await openOrder(work, payout))))
  },
}

export const sepaRecords: readonly RecordKeeper[] = [bankAccounts, uncreditedDeposits, bankTransfers]
