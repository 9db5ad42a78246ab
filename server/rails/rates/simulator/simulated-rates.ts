import type { Rates } from '../../../contexts/pricing/index.ts'
import { Unavailable } from '../../../kit/problem.ts'
import type { Sql } from '../../../kit/sql.ts'
import { parseTickers } from '../wire.ts'
import { takeState } from './store.ts'
import { SIMULATED_SOURCES, tickerBook } from './ticker-book.ts'

/** Processes that share a database must share the seed, or they see different markets. */
export const MARKET_SEED = 'florin'

/** The simulated market as a source of rates: its ticker books go through the parsing that production uses. */
export function simulatedRates(sql: Sql, seed: string = MARKET_SEED): Rates {
  return {
    async latestPrices(now) {
      const state = await takeState(sql)
      const books = SIMULATED_SOURCES.map(source => ({ source, text: tickerBook(seed, source, state, now) }))
      const answered = books.filter(
        (book): book is { source: typeof book.source; text: string } => book.text !== undefined,
      )
      if (answered.length === 0) throw new Unavailable('no simulated exchange answered')
      return answered.flatMap(({ source, text }) => parseTickers(text, source))
    },
  }
}
