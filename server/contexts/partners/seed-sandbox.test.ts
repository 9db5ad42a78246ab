import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { findBalances } from '../ledger/index.ts'
import { demoPartners, seedSandbox } from './index.ts'

let bank: Bank
let dataDir: string
beforeAll(async () => {
  bank = await startBank()
  dataDir = await mkdtemp(join(tmpdir(), 'florin-seed-'))
})
afterAll(async () => {
  await bank?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const seed = (settings: { kycKey?: string; noKycKey?: string; sepaLoop?: 'closed' | 'open' } = {}) =>
  seedSandbox(bank.running.resources.kernel, {
    kycKey: settings.kycKey,
    noKycKey: settings.noKycKey,
    sepaLoop: settings.sepaLoop ?? 'closed',
    dataDir,
  })

test('both demo partners start with money in every asset', async () => {
  for (const { id } of Object.values(demoPartners)) {
    const balances = await findBalances(bank.database.pool, id, id)
    expect(balances).toHaveLength(8)
    expect(balances.find(({ asset }) => asset === 'eur')?.posted).toBe(10_000_000n)
    for (const { posted } of balances) expect(posted).toBeGreaterThan(0n)
  }
})

test('seeding again, also twice at once, adds no money and makes the same keys', async () => {
  const [first, again] = await Promise.all([seed(), seed()])
  expect(again.map(({ apiKey }) => apiKey)).toEqual(first.map(({ apiKey }) => apiKey))
  expect(first.every(({ apiKey, isMade }) => isMade && /^sk_test_[\w-]{43}$/.test(apiKey))).toBe(true)
  const [eur] = await findBalances(bank.database.pool, demoPartners.kyc.id, demoPartners.kyc.id)
  expect(eur?.posted).toBe(10_000_000n)
})

test('made keys are kept for the owner of the folder alone', async () => {
  await seed()
  expect(statSync(join(dataDir, 'demo-keys.json')).mode & 0o777).toBe(0o600)
})

test('a setting of the sandbox reaches partners that are there already', async () => {
  const [kyc] = await seed({ sepaLoop: 'open' })
  expect(kyc?.partner.settings.sepaLoop).toBe('open')
})

test('one key for both demo partners is refused with a clear message', async () => {
  await expect(seed({ noKycKey: bank.keys.kyc })).rejects.toThrow(/is another partner's/)
})
