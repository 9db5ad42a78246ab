import type { AssetSlug } from '@florin/contract/assets.ts'
import type { getUserHistory } from '@florin/contract/endpoints/users.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import { formatAmount } from '../../kit/money.ts'

export type HistoryEntry = Answer<typeof getUserHistory>['transactions'][number]

/** Whose history: a user's, or the partner's own. Its data key seals what is personal in it. */
export interface HistoryOwner {
  readonly ownerId: string
  readonly dataKeyId: string
}

/** What the lines must match. `from` is included, `to` is not; an exchange matches by either of its two assets. */
export interface HistoryFilter {
  readonly type?: HistoryEntry['type'] | undefined
  readonly status?: HistoryEntry['status'] | undefined
  readonly asset?: AssetSlug | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** A row of `statement.line`. Written by `work.commit` only. */
export interface HistoryLine {
  readonly id: string
  readonly type: HistoryEntry['type']
  readonly direction: HistoryEntry['direction']
  readonly status: HistoryEntry['status']
  readonly asset: string
  readonly units: bigint
  readonly feeUnits: bigint
  readonly feeAsset: string | null
  readonly counterparty: string | null
  readonly reference: string | null
  readonly sealed: Buffer | null
  readonly balanceAfter: bigint | null
  readonly createdAt: Date
  readonly completedAt: Date | null
}

/** What a line keeps under the owner's data key. */
export interface PersonalPart {
  readonly counterparty?: string | undefined
  readonly reference?: string | undefined
}

/** The line as the partner sees it. `personal` is empty where there is nothing sealed, and where it is erased. */
export const entryOf = (line: HistoryLine, personal: PersonalPart): HistoryEntry => ({
  id: line.id,
  type: line.type,
  direction: line.direction,
  status: line.status,
  amount: formatAmount({ asset: line.asset, units: line.units }),
  currency: line.asset,
  fee: line.feeAsset === null ? null : formatAmount({ asset: line.feeAsset, units: line.feeUnits }),
  feeCurrency: line.feeAsset,
  counterparty: line.counterparty ?? personal.counterparty ?? null,
  reference: line.reference ?? personal.reference ?? null,
  balanceAfter: line.balanceAfter === null ? null : formatAmount({ asset: line.asset, units: line.balanceAfter }),
  createdAt: line.createdAt.toISOString(),
  completedAt: line.completedAt?.toISOString() ?? null,
})
