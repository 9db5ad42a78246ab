import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PartnerDirectory } from './directory.ts'
import { mustKnowTimeZone } from './known-time-zone.ts'
import { changePartner, type Partner, type PartnerChange } from './partner.ts'
import { countChange, findPartner, partnerStore } from './store.ts'

/** Changes name, settings or state of the partner of the unit of work; nothing where nothing changes. Throws P418, P403. */
export async function updatePartner(work: Work, change: PartnerChange, directory: PartnerDirectory): Promise<Partner> {
  const partner = await findPartner(work.sql, work.partnerId)
  if (partner === undefined) throw new Problem('P418')
  const decision = changePartner(partner, change)
  if (decision === undefined) return partner
  await mustKnowTimeZone(work.sql, change.settings)
  const changed = await commit(work, partnerStore, decision)
  directory.expect(await countChange(work.sql))
  return changed
}
