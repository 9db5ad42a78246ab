import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { RateBoard } from './rate-board.ts'

/** Six checks in the life of a price: some may fail without anybody seeing it. */
const EVERY_MS = 10_000

/** The job that asks the sources every ten seconds by our clock. Sources that do not answer are asked at the next tick. */
export const keepRatesFresh = (board: RateBoard): JobHandler => ({
  kind: 'pricing.refresh-rates',
  periodic: { everyMs: EVERY_MS },
  run: () => board.ask(),
})
