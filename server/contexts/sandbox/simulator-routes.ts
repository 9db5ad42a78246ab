import { type CryptoSlug, parseCryptoCurrency } from '@florin/contract/assets.ts'
import type { endpoints } from '@florin/contract/index.ts'
import { type Decimal, formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { act, type Handlers } from '../../kit/http/call.ts'
import { Problem } from '../../kit/problem.ts'
import { type FaultyRails, faultyRailOf } from './chaos.ts'
import { marketPriceOf } from './market-price.ts'

/** The hands on the simulators, bound in app.ts. */
export interface SimulatorRoutesDeps {
  readonly faultyRails: FaultyRails
  /** From now on the asset is worth exactly this, for everybody; in force when it returns. */
  readonly setMarketPrice: (asset: CryptoSlug, eurPrice: Decimal, now: Date) => Promise<void>
}

type Own = Pick<Handlers<typeof endpoints>, 'setRate' | 'planFault'>

export const simulatorRoutes = ({ faultyRails, setMarketPrice }: SimulatorRoutesDeps): Own => ({
  setRate: act(async ({ now }, { body }) => {
    const asset = parseCryptoCurrency(body.currency)
    if (asset === undefined) throw new Problem('P410')
    const eurPrice = marketPriceOf(body.eurPrice)
    await setMarketPrice(asset, eurPrice, now)
    return { currency: asset, eurPrice: formatDecimal(normalizeDecimal(eurPrice)), timestamp: now.toISOString() }
  }),

  planFault: act(async (_work, { body: { rail, fault, count } }) => {
    await faultyRailOf(faultyRails, rail, fault).plan(fault, count)
    return { rail, fault, count }
  }),
})
