import { type EventBody, events } from '@florin/contract/events.ts'
import type { exchangeStatuses } from '@florin/contract/shapes/exchange.ts'
import { formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { machine, mustMove } from '../../kit/machine.ts'
import { formatAmount, type Money, subtractMoney } from '../../kit/money.ts'
import type { Decision, Line } from '../../kit/work/decision.ts'
import { houseAccount } from '../ledger/index.ts'
import { limitUse } from '../limits/index.ts'
import type { ExchangeQuote } from '../pricing/index.ts'
import type { Owner } from './owner.ts'

export type ExchangeStatus = (typeof exchangeStatuses)[number]

export const exchangeMachine = machine<ExchangeStatus, 'complete' | 'fail'>({
  name: 'exchange',
  initial: 'PENDING',
  moves: { PENDING: { complete: 'COMPLETED', fail: 'FAILED' }, COMPLETED: {}, FAILED: {} },
})

/** One asset given for another at a locked rate. */
export interface Exchange {
  readonly partnerId: string
  readonly id: string
  readonly owner: Owner
  readonly lockId: string
  readonly quote: ExchangeQuote
  readonly status: ExchangeStatus
  readonly createdAt: Date
  readonly completedAt: Date | null
}

/** Ids of the owner's accounts in the two assets. */
export interface ExchangeAccounts {
  readonly from: string
  readonly to: string
}

/** The wire form, also the body of `exchange.status`. */
export const exchangeAnswer = ({ id, owner, quote, status, createdAt }: Exchange): EventBody<'exchange.status'> => ({
  exchangeId: id,
  externalUserId: owner.externalUserId,
  amountFrom: formatAmount(quote.amount),
  currencyFrom: quote.amount.asset,
  amountTo: formatAmount(quote.received),
  currencyTo: quote.received.asset,
  rate: formatDecimal(normalizeDecimal(quote.rate)),
  fee: formatAmount(quote.fee),
  status,
  createdAt: createdAt.toISOString(),
})

/**
 * The postings. The platform is the other side of every exchange: what it takes and gives stands on `fx-position`, an
 * account an asset, so that its open position is on the books. The fee is income in eur; what the customer is not given
 * for being less than a wire unit goes to `rounding`.
 */
export function exchangeLines(partnerId: string, quote: ExchangeQuote, accounts: ExchangeAccounts): Line[] {
  const { amount, received, remainder, fee } = quote
  const house = (code: 'fx-position' | 'fee-exchange' | 'rounding', { asset }: Money): string =>
    houseAccount(partnerId, code, asset)
  const isFeeOfAmount = amount.asset === fee.asset
  const lines: Line[] = [
    {
      debit: accounts.from,
      credit: house('fx-position', amount),
      money: isFeeOfAmount ? subtractMoney(amount, fee) : amount,
    },
    {
      debit: isFeeOfAmount ? accounts.from : house('fx-position', fee),
      credit: house('fee-exchange', fee),
      money: fee,
    },
    { debit: house('fx-position', received), credit: accounts.to, money: received },
    { debit: house('fx-position', remainder), credit: house('rounding', remainder), money: remainder },
  ]
  return lines.filter(({ money }) => money.units > 0n)
}

export interface NewExchange {
  readonly partnerId: string
  readonly id: string
  readonly owner: Owner
  readonly lockId: string
  readonly quote: ExchangeQuote
  readonly accounts: ExchangeAccounts
  /** Whether limits hold for the owner. */
  readonly bearsLimits: boolean
}

/** Books an exchange: it is complete in the commit that makes it, or it isn't made. One history row, one event. */
export function bookExchange({ accounts, bearsLimits, ...given }: NewExchange, now: Date): Decision<Exchange> {
  const { partnerId, id, owner, quote } = given
  const status = mustMove(exchangeMachine, exchangeMachine.initial, 'complete')
  const next: Exchange = { ...given, status, createdAt: now, completedAt: now }
  return {
    next,
    // Once, by its value before the fee, whatever the two sides are.
    use: bearsLimits ? [limitUse(owner.id, 'EXCHANGE', quote.euroValue)] : [],
    post: [{ kind: 'exchange', businessId: id, lines: exchangeLines(partnerId, quote, accounts) }],
    tell: [
      {
        ownerId: owner.id,
        id,
        type: 'EXCHANGE',
        direction: 'OUT',
        status,
        accountId: accounts.from,
        money: quote.amount,
        fee: quote.fee,
        // One row an owner and business: the other side of the exchange is told here.
        counterparty: quote.received.asset,
        reference: `${formatAmount(quote.received)} ${quote.received.asset}`,
        createdAt: now,
        completedAt: now,
      },
    ],
    emit: [
      {
        type: 'exchange.status',
        subject: id,
        version: events['exchange.status'].version,
        body: exchangeAnswer(next),
      },
    ],
  }
}
