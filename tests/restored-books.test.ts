import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../server/config.ts'
import { trialBalance, verifyBooks } from '../server/contexts/ledger/index.ts'
import { demoPartners } from '../server/contexts/partners/index.ts'
import { createUser } from '../server/contexts/users/index.ts'
import { transact } from '../server/kit/kernel.ts'
import { backUp } from '../server/kit/postgres/backup.ts'
import { connect } from '../server/kit/postgres/connect.ts'
import type { Embedded } from '../server/kit/postgres/embedded.ts'
import { restore } from '../server/kit/postgres/restore.ts'
import { startScratch } from '../server/kit/postgres/scratch.ts'
import { startFlorin } from '../server/start.ts'
import { type Bank, startBank } from './harness/start-bank.ts'
import { MIGRATIONS, quietLog } from './harness/test-server.ts'

const sealing = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const settings = { SEALING_KEY: sealing, MASTER_KEY: randomBytes(32).toString('base64') }
const keys = [createPrivateKey(sealing)]

let bank: Bank
let elsewhere: Embedded
let target: Pool
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restored-books-'))
  bank = await startBank(settings)
  elsewhere = await startScratch(quietLog)
  target = connect({ url: elsewhere.ownerUrl, applicationName: 'restored', log: quietLog })
})
afterAll(async () => {
  await bank.stop()
  await target.end()
  await elsewhere.stop()
  rmSync(folder, { recursive: true })
})

const payAnn = (url: string) =>
  fetch(`${url}/v1/transfer`, {
    method: 'POST',
    headers: { 'x-api-key': bank.keys.noKyc, 'content-type': 'application/json' },
    body: JSON.stringify({ destinationExternalUserId: 'ann', amount: '1.50', currency: 'eur' }),
  }).then(answer => answer.status)

const unsealed = async (pool: Pool) => (await verifyBooks(pool, keys)).unsealed

/** Makes this cluster's transaction numbers run ahead of those of a new one, as they are after some life. */
const AGE = 'do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$'

/** Every account and what it holds, in an order of its own. */
const books = async (pool: Pool) =>
  (await trialBalance(pool)).map(line => JSON.stringify({ ...line, units: `${line.units}` })).toSorted()

test('books restored elsewhere are sound, balance as before, and the next seal goes on where the last one was', async () => {
  await bank.database.owner.query(AGE)
  const origin = { actor: 'system:test', partnerId: demoPartners.noKyc.id }
  await transact(bank.running.resources.kernel, origin, work =>
    createUser(work, { externalUserId: 'ann', model: 'no-kyc', person: {} }),
  )
  expect(await payAnn(bank.url)).toBe(201)
  await expect.poll(() => unsealed(bank.database.owner), { timeout: 45_000 }).toBe(0)
  // One entry that may still be unsealed when it is copied.
  expect(await payAnn(bank.url)).toBe(201)

  await backUp({ ownerUrl: bank.database.ownerUrl, folder: join(folder, 'backup'), kind: 'logical', log: quietLog })
  const before = await books(bank.database.owner)
  const into = { ownerUrl: elsewhere.ownerUrl }
  await restore({ folder: join(folder, 'backup'), into, migrations: MIGRATIONS, log: quietLog })

  const restored = await verifyBooks(target, keys)
  expect(restored).toMatchObject({ sound: true, findings: [] })
  expect(restored.blocks).toBeGreaterThan(0)
  expect(await books(target)).toEqual(before)

  const config = readConfig({
    ...settings,
    DEMO_API_KEY: bank.keys.kyc,
    DEMO_NO_KYC_API_KEY: bank.keys.noKyc,
    PORT: '0',
    OPERATOR_PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: elsewhere.appUrl,
    DATABASE_OWNER_URL: elsewhere.ownerUrl,
    DATA_DIR: folder,
    CLOCK: 'manual',
  })
  const running = await startFlorin(config, { log: quietLog })
  try {
    expect(await payAnn(running.url ?? '')).toBe(201)
    await expect.poll(() => unsealed(target), { timeout: 45_000 }).toBe(0)
  } finally {
    await running.close()
  }
  const after = await verifyBooks(target, keys)
  expect(after).toMatchObject({ sound: true, findings: [], entries: restored.entries + restored.unsealed + 1 })
})
