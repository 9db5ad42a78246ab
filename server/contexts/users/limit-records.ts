import { findStandings, showStandings } from '../limits/index.ts'
import type { RecordKeeper } from './record-keeper.ts'
import { bearsLimits } from './user.ts'

/** What a person may move, and what is used of it. */
export const limitRecords: RecordKeeper = {
  kind: 'limits',
  async records({ sql, now }, user) {
    if (!bearsLimits(user)) return []
    return showStandings(await findStandings(sql, { partnerId: user.partnerId, ownerId: user.id, at: now }))
  },
}
