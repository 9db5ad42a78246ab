import type { FaultyRail } from '../../../contexts/sandbox/index.ts'
import type { Sql } from '../../../kit/sql.ts'
import { planFault } from './store.ts'
import { RATE_FAULTS } from './ticker-book.ts'

/** The market with all its sources as a rail that misbehaves on request. `ask` lets the sources be asked at once. */
export const faultyRates = (sql: Sql, ask: () => Promise<void>): FaultyRail => ({
  faults: RATE_FAULTS,
  async plan(fault, count) {
    const kind = RATE_FAULTS.find(known => known === fault)
    if (kind === undefined) throw new RangeError(`the market knows no fault ${fault}`)
    await planFault(sql, { kind, source: null, asset: null }, count)
    await ask()
  },
})
