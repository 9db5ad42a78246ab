import { type Kernel, transact } from '../../kit/kernel.ts'
import { moneyOf } from '../../kit/money.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import type { JournalEntry } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { houseAccount, partnerAccount } from '../ledger/index.ts'
import { hashOfKey } from './api-key.ts'
import { createApiKey } from './create-api-key.ts'
import { createPartner } from './create-partner.ts'
import { DemoKeys } from './demo-keys.ts'
import { changePartner, type Partner, type PartnerModel } from './partner.ts'
import { countChange, findKeyByHash, findPartner, lockSeeding, partnerStore } from './store.ts'

export interface SandboxSeed {
  /** The keys of the two partners; a missing one is made and kept in `dataDir`. */
  readonly kycKey: string | undefined
  readonly noKycKey: string | undefined
  readonly sepaLoop: 'closed' | 'open'
  readonly dataDir: string
}

export interface DemoPartner {
  readonly partner: Partner
  readonly apiKey: string
  /** Not from the settings: print it, nobody knows it yet. */
  readonly isMade: boolean
}

interface Demo {
  readonly id: string
  readonly name: string
  readonly model: PartnerModel
}

/** Fixed ids, so that a second start finds them and examples can name them. */
export const demoPartners = {
  kyc: { id: '01980000-0000-7000-8000-000000000001', name: 'Demo partner with KYC', model: 'kyc' },
  noKyc: { id: '01980000-0000-7000-8000-000000000002', name: 'Demo partner without KYC', model: 'no-kyc' },
} as const satisfies Record<string, Demo>

/** What each starts with, so that the first call can be a transfer. */
const openingBalances = {
  eur: '100000',
  btc: '2',
  eth: '50',
  ltc: '500',
  doge: '500000',
  pol: '100000',
  usdc: '100000',
  usdt: '100000',
} as const

function openingEntry(partnerId: string): JournalEntry {
  return {
    kind: 'opening',
    businessId: partnerId,
    lines: Object.entries(openingBalances).map(([asset, amount]) => ({
      debit: houseAccount(partnerId, 'own-funds', asset),
      credit: partnerAccount(partnerId, asset),
      money: moneyOf(asset, amount),
    })),
  }
}

/**
 * The two partners of the sandbox, one a model, with a key each and money to start with. Safe to run at every start,
 * also of several processes at once: what is there stays. Throws when a configured key belongs to somebody else.
 */
export async function seedSandbox(kernel: Kernel, seed: SandboxSeed): Promise<DemoPartner[]> {
  if (kernel.environment !== 'sandbox') throw new Error('demo partners are for the sandbox only')
  return transact(kernel, { actor: 'system:seed', partnerId: demoPartners.kyc.id }, async work => {
    await lockSeeding(work.sql)
    return [
      await seedPartner({ ...work, partnerId: demoPartners.kyc.id }, demoPartners.kyc, seed.kycKey, seed),
      await seedPartner({ ...work, partnerId: demoPartners.noKyc.id }, demoPartners.noKyc, seed.noKycKey, seed),
    ]
  })
}

async function seedPartner(
  work: Work,
  demo: Demo,
  configured: string | undefined,
  { sepaLoop, dataDir }: SandboxSeed,
): Promise<DemoPartner> {
  const partner = await settle(work, demo, sepaLoop)
  const apiKey = configured ?? (await new DemoKeys(dataDir).keep(demo.model, key => isUsable(work, key)))
  const known = await findKeyByHash(work.sql, hashOfKey(apiKey))
  if (known === undefined) await createApiKey(work, { name: 'demo', scopes: ['admin'], key: apiKey })
  else if (known.partnerId !== demo.id) throw new Error(`the configured key of "${demo.name}" is another partner's`)
  return { partner, apiKey, isMade: configured === undefined }
}

async function settle(work: Work, demo: Demo, sepaLoop: 'closed' | 'open'): Promise<Partner> {
  const settings = { sepaLoop }
  const partner = await findPartner(work.sql, demo.id)
  if (partner === undefined) {
    const created = await createPartner(work, { ...demo, settings })
    await commitEffects(work, [{ post: [openingEntry(demo.id)] }])
    return created
  }
  const change = changePartner(partner, { settings })
  if (change === undefined) return partner
  const changed = await commit(work, partnerStore, change)
  await countChange(work.sql)
  return changed
}

/** A kept key that was revoked is not printed again: another one is made. */
async function isUsable(work: Work, key: string): Promise<boolean> {
  const known = await findKeyByHash(work.sql, hashOfKey(key))
  return known === undefined || (known.partnerId === work.partnerId && known.revokedAt === undefined)
}
