import type { effectiveFees as effectiveFeesShape, feeKinds } from '@florin/contract/shapes/fee.ts'
import type { z } from 'zod'
import { formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { formatLedgerAmount } from '../../kit/money.ts'
import type { Sql } from '../../kit/sql.ts'
import { effectiveFees, type FeeItem, type FeeKind, scheduleAt } from './fee.ts'
import { loadFeeBook } from './store.ts'

/** The kinds as the wire spells them. */
export const wireFeeKinds = {
  exchange: 'EXCHANGE',
  sepa_transfer: 'SEPA_TRANSFER',
  crypto_withdrawal: 'CRYPTO_WITHDRAWAL',
  card_month: 'CARD_MONTH',
} as const satisfies Record<FeeKind, (typeof feeKinds)[number]>

/** One fee's terms as the wire has them: plain decimals, amounts in the fee's currency. */
export const showFeeTerms = ({ kind, currency, network, fraction, minimum, fixed }: FeeItem) => ({
  kind: wireFeeKinds[kind],
  currency,
  network,
  fraction: formatDecimal(normalizeDecimal(fraction)),
  minimum: formatLedgerAmount(minimum),
  fixed: formatLedgerAmount(fixed),
})

/** All that a partner pays at a moment, its own terms marked as such. */
export async function showFees(sql: Sql, partnerId: string, at: Date): Promise<z.input<typeof effectiveFeesShape>> {
  const book = await loadFeeBook(sql, partnerId, at)
  return {
    version: scheduleAt(book.schedules, at).version,
    fees: effectiveFees(book, at).map(fee => ({ ...showFeeTerms(fee), isOverride: fee.feeOverrideId !== null })),
  }
}
