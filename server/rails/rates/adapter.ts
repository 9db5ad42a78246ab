import type { Rates, SourcePrice } from '../../contexts/pricing/index.ts'
import { Unavailable } from '../../kit/problem.ts'
import { fetchTickers } from './client.ts'
import { parseTickers } from './wire.ts'

export type TickerSource = { readonly name: string; readonly url: string }

export type HttpRatesOptions = {
  /** Names must differ: the guard counts them. */
  readonly sources: readonly TickerSource[]
  /** Told of each source that did not answer, or not with a ticker book. */
  readonly onMissing: (source: string, error: Error) => void
  /** For one source, real time. */
  readonly timeoutMs?: number
}

/** The port promises an answer within 5 s. */
const TIMEOUT_MS = 4_000

/** Asks all sources at once. One that fails in any way is left out; `Unavailable` when all do. */
export function httpRates({ sources, onMissing, timeoutMs = TIMEOUT_MS }: HttpRatesOptions): Rates {
  if (new Set(sources.map(source => source.name)).size !== sources.length) {
    throw new RangeError('two rate sources have the same name')
  }
  return {
    async latestPrices() {
      const answers = await Promise.all(sources.map(source => pricesOf(source, timeoutMs, onMissing)))
      const given = answers.filter(answer => answer !== undefined)
      if (given.length === 0) throw new Unavailable('no rate source answered')
      return given.flat()
    },
  }
}

async function pricesOf(
  { name, url }: TickerSource,
  timeoutMs: number,
  onMissing: HttpRatesOptions['onMissing'],
): Promise<SourcePrice[] | undefined> {
  try {
    return parseTickers(await fetchTickers(url, timeoutMs), name)
  } catch (error) {
    onMissing(name, error instanceof Error ? error : new Error(String(error)))
    return undefined
  }
}
