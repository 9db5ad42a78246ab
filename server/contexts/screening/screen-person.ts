import type { Sql } from '../../kit/sql.ts'
import type { ScreenedPerson } from './match.ts'
import type { Finding, Screener } from './screener.ts'
import { currentSweepNumber } from './sweep-store.ts'

/** What comparing a person with the lists has found, and with which lists. */
export interface Screening {
  readonly rules: string
  /** Of the lists as the sweep of this number compares with them. */
  readonly sweepNumber: number
  /** The best first; empty: nobody on the lists is like the person. */
  readonly findings: readonly Finding[]
}

/**
 * Compares a person with the sanctions and PEP lists. Reads only: `recordScreening` keeps the hits of a user. Outside of
 * transactions, since a provider may be asked. Throws `Unavailable` when there is no answer.
 */
export type ScreenPerson = (person: ScreenedPerson) => Promise<Screening>

/** Binds the comparison to a screener: our own, or a provider's. */
export const screenPerson =
  (sql: Sql, screener: Screener): ScreenPerson =>
  async person => {
    // Read before the lists are: a change in between is then made good by its own sweep.
    const sweepNumber = await currentSweepNumber(sql)
    return { rules: screener.rules, sweepNumber, findings: await screener.search(person) }
  }
