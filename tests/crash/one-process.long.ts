import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWNER } from '../../server/kit/postgres/cluster.ts'
import { signalPostmaster } from '../../server/kit/postgres/postmaster.ts'
import { makeScratchFolder, watchDog } from '../../server/kit/postgres/scratch.ts'
import { randomOf } from '../laws/ledger-walk.ts'
import { Load } from './load.ts'
import { endure } from './ordeal.ts'
import { PostBox } from './post-box.ts'
import { Site } from './site.ts'

const seed = Number(process.env['FLORIN_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const rounds = 26

const keys = { kyc: 'sk_test_kyc_0123456789abcdef0123456789', noKyc: 'sk_test_nokyc_0123456789abcdef0123456789' }
const sealingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let folder: string
let site: Site
let postBox: PostBox
const random = randomOf(seed)
const load = new Load({ keys, random })

const own = (file: string): string => readFileSync(join(folder, 'data/postgres', file), 'utf8').trim()

function postmasterPid(): number | undefined {
  try {
    return Number(own('cluster/postmaster.pid').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

beforeAll(async () => {
  folder = makeScratchFolder()
  // The bank's database outlives a killed bank; it must not outlive this test.
  watchDog(join(folder, 'data/postgres/cluster/postmaster.pid'), folder)
  postBox = await PostBox.start(random)
  site = new Site({
    folder,
    processes: { bank: {} },
    settings: {
      PORT: '0',
      OPERATOR_PORT: '0',
      METRICS_PORT: '0',
      DATA_DIR: join(folder, 'data'),
      MASTER_KEY: randomBytes(32).toString('base64'),
      SEALING_KEY: sealingKey,
      DEMO_API_KEY: keys.kyc,
      DEMO_NO_KYC_API_KEY: keys.noKyc,
      DEMO_WEBHOOK_URL: postBox.url,
    },
    caller: load.caller,
    random,
    postmasterPid,
    ownerUrl: () => `postgres://${OWNER}:${own('owner-password')}@127.0.0.1:${own('port')}/florin`,
  })
})
afterAll(async () => {
  await site.clear()
  await postBox.stop()
  const pid = postmasterPid()
  if (pid !== undefined) signalPostmaster(pid, 'kill')
  rmSync(folder, { recursive: true, force: true })
})

// Backends are found in /proc.
test.runIf(process.platform === 'linux')(
  `one process with its own database, either killed at any moment under load, loses nothing and doubles nothing (FLORIN_SEED=${seed})`,
  async () => {
    await endure({ site, load, postBox, random, rounds, sealingKey })
    expect(site.blows.length).toBeGreaterThanOrEqual(rounds)
  },
)
