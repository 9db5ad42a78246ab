import type { CryptoSlug } from '@florin/contract/assets.ts'
import type { Decimal } from '../../kit/decimal.ts'

/** What one source says about one asset: EUR for one of it. `bid` and `ask` above zero, `bid` at most `ask`. */
export type SourcePrice = {
  readonly source: string
  readonly asset: CryptoSlug
  readonly bid: Decimal
  readonly ask: Decimal
  /** By the source's own word; may be long ago. Whether it is too old is `guardPrice`'s to say. */
  readonly observedAt: Date
}

/** Where prices come from. A read, so it may be repeated at will. */
export interface Rates {
  /**
   * Every source's latest price of every asset that it trades now, each (source, asset) at most once, in no order.
   * A source that does not answer, or a market that is halted, is left out: some sources missing is no error.
   * Answers within 5 s. Throws `Unavailable` when no source answered at all.
   * `now` is the platform's clock, for sources that are simulated.
   */
  latestPrices(now: Date): Promise<SourcePrice[]>
}
