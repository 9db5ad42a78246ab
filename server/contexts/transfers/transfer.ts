import { formatAmount, type Money } from '../../kit/money.ts'
import type { Effects, HistoryLine, LimitUse } from '../../kit/work/decision.ts'

/** One end of a transfer: a user, or the partner itself. */
export interface Party {
  /** The user's id, or the partner's. */
  readonly ownerId: string
  /** Null: the partner itself. */
  readonly externalUserId: string | null
  readonly accountId: string
}

/** Money moved at once between balances of one partner's realm. It exists only when it is booked, and never changes. */
export interface Transfer {
  readonly id: string
  readonly source: Party
  readonly destination: Party
  readonly money: Money
  readonly createdAt: Date
}

/** The wire form, also the body of `transfer.status`. */
export const transferAnswer = (transfer: {
  id: string
  sourceExternalUserId: string | null
  destinationExternalUserId: string | null
  money: Money
  createdAt: Date
}) => ({
  transferId: transfer.id,
  sourceExternalUserId: transfer.sourceExternalUserId,
  destinationExternalUserId: transfer.destinationExternalUserId,
  amount: formatAmount(transfer.money),
  currency: transfer.money.asset,
  status: 'COMPLETED' as const,
  createdAt: transfer.createdAt.toISOString(),
})

/** Books a transfer: one posting, a line in either history, one event. Free of charge. `use`: what the sender uses of a limit. */
export function bookTransfer(transfer: Transfer, use: readonly LimitUse[] = []): Effects {
  const { id, source, destination, money, createdAt } = transfer
  const line = (own: Party, other: Party, direction: 'IN' | 'OUT'): HistoryLine => ({
    ownerId: own.ownerId,
    id,
    type: 'P2P_TRANSFER',
    direction,
    status: 'COMPLETED',
    accountId: own.accountId,
    money,
    ...(other.externalUserId === null ? {} : { counterparty: other.externalUserId }),
    createdAt,
    completedAt: createdAt,
  })
  return {
    use,
    post: [
      { kind: 'transfer', businessId: id, lines: [{ debit: source.accountId, credit: destination.accountId, money }] },
    ],
    tell: [line(source, destination, 'OUT'), line(destination, source, 'IN')],
    emit: [
      {
        type: 'transfer.status',
        subject: id,
        version: 1,
        body: transferAnswer({
          id,
          sourceExternalUserId: source.externalUserId,
          destinationExternalUserId: destination.externalUserId,
          money,
          createdAt,
        }),
      },
    ],
  }
}
