import type { endpoints } from '@florin/contract/index.ts'
import { formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { act, type Handlers, read, write } from '../../kit/http/call.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { formatAmount } from '../../kit/money.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import type { RateBoard } from '../pricing/index.ts'
import { createExchange } from './create-exchange.ts'
import { exchangeAnswer } from './exchange.ts'
import { getExchange } from './get-exchange.ts'
import { getExchangeRate } from './get-exchange-rate.ts'
import { type LockExchangeRate, lockExchangeRate } from './lock-exchange-rate.ts'

export interface ExchangeRoutesDeps {
  readonly kernel: Kernel
  readonly partners: PartnerDirectory
  readonly board: RateBoard
}

type Own = Pick<
  Handlers<typeof endpoints>,
  | 'getExchangeRate'
  | 'lockExchangeRate'
  | 'createExchange'
  | 'getExchange'
  | 'getPartnerExchangeRate'
  | 'lockPartnerExchangeRate'
  | 'createPartnerExchange'
  | 'getPartnerExchange'
>

export function exchangeRoutes({ kernel, partners, board }: ExchangeRoutesDeps): Own {
  const rateOf = async (work: Work, { query }: { query: { currencyFrom: string; currencyTo: string } }) => {
    const { from, to, rate, observedAt } = getExchangeRate(query, await board.fresh(), work.now)
    return {
      currencyFrom: from,
      currencyTo: to,
      rate: formatDecimal(normalizeDecimal(rate)),
      indicative: true as const,
      timestamp: observedAt.toISOString(),
    }
  }

  const lockOf = async ({ actor, partnerId, requestId }: Work, { query }: { query: LockExchangeRate }) => {
    // Both before the transaction: the first may call out.
    const rates = await board.fresh()
    const { settings } = await partners.get(partnerId)
    const origin = { actor, partnerId, ...(requestId === undefined ? {} : { requestId }) }
    const lock = await transact(kernel, origin, work =>
      lockExchangeRate(work, query, { rates, lifeSeconds: settings.lockSeconds }),
    )
    return {
      lockId: lock.id,
      rate: formatDecimal(normalizeDecimal(lock.rate)),
      amount: formatAmount(lock.amount),
      receivedAmount: formatAmount(lock.received),
      fee: formatAmount(lock.fee),
      feeCurrency: lock.fee.asset,
      currencyFrom: lock.amount.asset,
      currencyTo: lock.to,
      expiresAt: lock.expiresAt.toISOString(),
    }
  }

  return {
    getExchangeRate: act(rateOf),
    getPartnerExchangeRate: act(rateOf),
    lockExchangeRate: act(lockOf),
    lockPartnerExchangeRate: act(lockOf),

    createExchange: write(async (work, { body }) => {
      const { id } = await createExchange(work, body)
      return { exchangeId: id }
    }),
    createPartnerExchange: write(async (work, { body }) => {
      const { id } = await createExchange(work, body)
      return { exchangeId: id }
    }),

    getExchange: read(async (work, { params }) => exchangeAnswer(await getExchange(work, { ...params, of: 'user' }))),
    getPartnerExchange: read(async (work, { params }) =>
      exchangeAnswer(await getExchange(work, { ...params, of: 'partner' })),
    ),
  }
}
