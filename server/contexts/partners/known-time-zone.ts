import { invalidField } from '../../kit/problem.ts'
import type { Sql } from '../../kit/sql.ts'
import type { SettingsChange } from './partner.ts'
import { isTimeZone } from './store.ts'

/**
 * The database counts the days of a partner, so it must know the zone, and by this name: what others take for zones (ACT)
 * are to PostgreSQL abbreviations of another place, or nothing. Throws P403.
 */
export async function mustKnowTimeZone(sql: Sql, settings: SettingsChange | undefined): Promise<void> {
  const timeZone = settings?.timeZone
  if (timeZone !== undefined && !(await isTimeZone(sql, timeZone)))
    throw invalidField('timeZone', 'must be an IANA time zone that the database knows')
}
