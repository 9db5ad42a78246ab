import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { type Embedded, startEmbedded } from '../../server/kit/postgres/embedded.ts'

/*
 * A durable PostgreSQL on the disk (fsync and synchronous_commit on), shared by what is measured and its baseline, and
 * the bank in a process of its own on it.
 */

const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (detail: object, message: string) => console.error(message, detail),
}

export interface BenchDatabase {
  readonly embedded: Embedded
  query<R extends object>(text: string, values?: unknown[]): Promise<R[]>
  stop(): Promise<void>
}

export async function startDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'florin-bench-'))
  chmodSync(folder, 0o711)
  const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), log: quiet, appRole: 'florin_app' })
  const client = new Client({ connectionString: embedded.ownerUrl })
  await client.connect()
  await fillLog(client)
  return {
    embedded,
    async query<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
      return (await client.query<R>(text, values)).rows
    },
    async stop() {
      await client.end()
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A server that has run for a while writes its log into old segments. A new server makes each of the first ones, zeroed
 * and flushed, while its transactions wait: that belongs to no measure of the bank, nor of its baseline.
 */
async function fillLog(client: Client): Promise<void> {
  const segments = 128
  for (let n = 0; n < segments; n += 1) {
    await client.query(`select pg_logical_emit_message(false, 'bench', '')`)
    await client.query('select pg_switch_wal()')
  }
  await client.query('checkpoint')
}

export interface BenchBank {
  readonly url: string
  readonly key: string
  stop(): Promise<void>
}

/** One of each for all banks of a run: they share a database. */
const masterKey = randomBytes(32).toString('base64')
const sealingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Starts the bank on the database, as `npm start` does; `settings` over the defaults. */
export async function startBankProcess(
  database: BenchDatabase,
  settings: Record<string, string> = {},
): Promise<BenchBank> {
  const dataDir = mkdtempSync(join(tmpdir(), 'florin-bench-data-'))
  const key = 'sk_test_bench_0123456789abcdef0123456789abcdef'
  const child: ChildProcess = spawn(process.execPath, ['--max-semi-space-size=64', 'server/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      OPERATOR_PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: database.embedded.appUrl,
      DATABASE_OWNER_URL: database.embedded.ownerUrl,
      DATA_DIR: dataDir,
      MASTER_KEY: masterKey,
      SEALING_KEY: sealingKey,
      DEMO_NO_KYC_API_KEY: key,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output += chunk
      const ready = /florin is ready on (http:[^:]+:\d+)/.exec(output)
      if (ready?.[1] !== undefined) resolve(ready[1])
    })
    child.once('exit', code => reject(new Error(`the bank ended with ${code}\n${output}`)))
  })
  child.stdout?.removeAllListeners('data').resume()
  return {
    url,
    key,
    async stop() {
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Nothing is measured against a limit. */
export async function liftRateLimits(database: BenchDatabase): Promise<void> {
  const limits = JSON.stringify({ perSecond: 1e6, burst: 1e6, moneyPerSecond: 1e6, moneyBurst: 1e6 })
  await database.query(`update partners.partner set settings = settings || jsonb_build_object('limits', $1::jsonb)`, [
    limits,
  ])
  await database.query('update partners.generation set number = number + 1')
  await pause(1_500)
}

/**
 * Opens `count` users (bench-1 …) of the demo partner of a model straight in the tables, each with 9 EUR and 900 USDC:
 * setting up is not what is measured.
 */
export async function openUsers(
  database: BenchDatabase,
  count: number,
  model: 'kyc' | 'no-kyc' = 'no-kyc',
): Promise<void> {
  const [partner] = await database.query<{ id: string }>('select id from partners.partner where model = $1', [model])
  const id = partner?.id
  await database.query(
    `insert into users.user (partner_id, id, external_user_id, model, stage, kyc_status, fiat_status, data_key_id, version, created_at, updated_at)
     select $1, gen_random_uuid(), 'bench-' || n, $3, 'ACTIVE', case $3 when 'kyc' then 'APPROVED' end, 'ACTIVE', gen_random_uuid(), 1, now(), now()
     from generate_series(1, $2::int) n`,
    [id, count, model],
  )
  await database.query(
    `insert into ledger.account (partner_id, id, code, asset, owner_id, state, floor, opened_at)
     select u.partner_id, gen_random_uuid(), 'customer', a.asset, u.id, 'open', 0, now()
     from users.user u cross join ledger.asset a where u.partner_id = $1 and u.external_user_id like 'bench-%'`,
    [id],
  )
  for (const [asset, units] of [
    ['eur', 900],
    ['usdc', 9_000_000],
  ] as const) {
    await database.query(
      `with entry as (select gen_random_uuid() as id), line as (
         select array_agg(a.partner_id) as partner, array_agg(a.id) as account, array_agg(1) as entry, array_agg(n) as credit,
                array_agg(a.asset) as asset, array_agg($2::numeric) as units, array_agg(false) as forced
         from (select *, 1 + (row_number() over ())::int as n from ledger.account where partner_id = $3 and asset = $1 and code = 'customer') a)
       select p.* from entry e, line l, ledger.post(1, '{}', array[$3::uuid], array['system:bench'], '{}', '{}', '{}',
         $3::uuid || l.partner, ledger.house_id($3, 'partner', $1) || l.account, array[0::numeric] || l.units,
         array[0] || l.entry, array[1], array[e.id], array['opening'], array[e.id],
         '{}', '{}', l.entry, array_fill(1, array[cardinality(l.credit)]), l.credit, l.asset, l.units, l.forced, '[]', '{}', '{}', '{}', '{}', '{}', '{}', '{}') p`,
      [asset, units, id],
    )
  }
  await database.query('vacuum analyze')
}
