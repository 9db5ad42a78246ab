import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { openPartnerAccounts } from '../ledger/index.ts'
import { mustKnowTimeZone } from './known-time-zone.ts'
import {
  changedSettings,
  defaultSettings,
  openPartner,
  type Partner,
  type PartnerModel,
  type SettingsChange,
} from './partner.ts'
import { countChange, partnerStore } from './store.ts'

export interface CreatePartner {
  /** A fresh one unless given. */
  readonly id?: string
  readonly name: string
  readonly model: PartnerModel
  /** What is left out has the product's default. */
  readonly settings?: SettingsChange
}

/** Takes on a partner: its row, the key for its secrets, its house accounts and own balances. Throws P403. */
export async function createPartner(work: Work, command: CreatePartner): Promise<Partner> {
  await mustKnowTimeZone(work.sql, command.settings)
  const id = command.id ?? work.newId()
  // All that is written here is the new partner's own, also its line in the audit trail.
  const own: Work = { ...work, partnerId: id }
  const dataKeyId = work.newId()
  await work.vault.createKey(work.sql, id, dataKeyId, work.now)
  await openPartnerAccounts(work.sql, id, work.now)
  const settings = changedSettings(defaultSettings, command.settings ?? {})
  const decision = openPartner({
    id,
    name: command.name,
    model: command.model,
    settings,
    dataKeyId,
    createdAt: work.now,
  })
  const partner = await commit(own, partnerStore, decision)
  await countChange(work.sql)
  return partner
}
