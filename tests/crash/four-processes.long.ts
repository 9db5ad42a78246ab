import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Embedded } from '../../server/kit/postgres/embedded.ts'
import { makeScratchFolder, startScratch } from '../../server/kit/postgres/scratch.ts'
import { randomOf } from '../laws/ledger-walk.ts'
import { Load } from './load.ts'
import { endure } from './ordeal.ts'
import { PostBox } from './post-box.ts'
import { Site } from './site.ts'

const seed = Number(process.env['FLORIN_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const rounds = 26

const keys = { kyc: 'sk_test_kyc_0123456789abcdef0123456789', noKyc: 'sk_test_nokyc_0123456789abcdef0123456789' }
const sealingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

let folder: string
let database: Embedded
let site: Site
let postBox: PostBox
const random = randomOf(seed)
const load = new Load({ keys, random })

beforeAll(async () => {
  folder = makeScratchFolder()
  // Stays while the bank's processes come and go, and comes back by itself when it is killed: a database of its own.
  database = await startScratch(quiet)
  postBox = await PostBox.start(random)
  site = new Site({
    folder,
    processes: {
      'api-1': { ROLES: 'api' },
      'api-2': { ROLES: 'api' },
      'worker-1': { ROLES: 'worker,simulators' },
      'worker-2': { ROLES: 'worker,simulators' },
    },
    settings: {
      PORT: '0',
      OPERATOR_PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATA_DIR: join(folder, 'data'),
      MASTER_KEY: randomBytes(32).toString('base64'),
      SEALING_KEY: sealingKey,
      DEMO_API_KEY: keys.kyc,
      DEMO_NO_KYC_API_KEY: keys.noKyc,
      DEMO_WEBHOOK_URL: postBox.url,
    },
    caller: load.caller,
    random,
    postmasterPid: () => database.pid(),
    ownerUrl: () => database.ownerUrl,
  })
})
afterAll(async () => {
  await site.clear()
  await postBox.stop()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

// Backends are found in /proc.
test.runIf(process.platform === 'linux')(
  `two API and two worker processes on one database, any of them or it killed at any moment under load, lose nothing and double nothing (FLORIN_SEED=${seed})`,
  async () => {
    await endure({ site, load, postBox, random, rounds, sealingKey })
    expect(site.blows.length).toBeGreaterThanOrEqual(rounds)
  },
)
