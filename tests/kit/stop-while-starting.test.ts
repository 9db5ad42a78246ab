import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { serverAlive } from '../../server/kit/postgres/postmaster.ts'
import { makeScratchFolder } from '../../server/kit/postgres/scratch.ts'
import { type BankProcess, startBankProcess } from '../harness/bank-process.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

const root = join(import.meta.dirname, '../..')
const soon = { timeout: 40_000, interval: 5 }

let folder: string
let dataDir: string
let made = 0
const started: BankProcess[] = []
beforeAll(() => {
  folder = makeScratchFolder()
})
afterEach(async () => {
  for (const process of started.splice(0)) if (!process.hasEnded()) await process.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settingsOf = (): Record<string, string> => ({
  PORT: '0',
  OPERATOR_PORT: '0',
  METRICS_PORT: '0',
  DATA_DIR: dataDir,
})

function start(settings: Record<string, string> = {}): BankProcess {
  const process = startBankProcess({ name: 'bank', folder, settings: { ...settingsOf(), ...settings } })
  started.push(process)
  return process
}

/** The process id in the embedded server's postmaster.pid; undefined before it is there. */
function serverPid(): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

async function newServer(): Promise<number> {
  await expect.poll(serverPid, soon).toBeGreaterThan(0)
  return serverPid() as number
}

test.each([
  ['its database’s server comes up', () => serverPid() !== undefined],
  ['it migrates', (process: BankProcess) => process.output().includes('Migration applied')],
])(
  'a process told to stop while %s ends in order, and leaves no server behind',
  async (_moment, hasCome) => {
    dataDir = join(folder, `data-${++made}`)
    const process = start()
    await expect.poll(() => hasCome(process), soon).toBe(true)
    const pid = serverPid() ?? 0
    expect(await process.stop()).toBe(0)
    expect(serverAlive(pid)).toBe(false)
    expect(serverPid()).toBeUndefined()
    expect(process.output()).not.toContain('florin is ready')
    expect(process.output()).not.toContain('    at ')
  },
  120_000,
)

test('a process told to stop while it makes the database’s files ends in order, and starts no server any more', async () => {
  dataDir = join(folder, `data-${++made}`)
  const process = start()
  await expect.poll(() => process.output().includes('Making a new database'), soon).toBe(true)
  expect(await process.stop()).toBe(0)
  expect(serverPid()).toBeUndefined()
}, 120_000)

test('a command told to stop ends, and leaves no server behind', async () => {
  dataDir = join(folder, `data-${++made}`)
  const bank = start()
  await bank.ready()
  expect(await bank.stop()).toBe(0)
  const command = spawn(process.execPath, ['server/main.ts', 'operator-create', 'Ada', '--role', 'admin'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...settingsOf() },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>(resolve => command.once('exit', resolve))
  const pid = await newServer()
  command.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(serverAlive(pid)).toBe(false)
}, 120_000)

test('a process told to stop while it starts leaves the server to another one that uses it', async () => {
  dataDir = join(folder, `data-${++made}`)
  const first = start()
  await first.ready()
  const pid = serverPid() as number
  const second = start()
  await expect.poll(() => second.output().includes('The database is ready'), soon).toBe(true)
  expect(await second.stop()).toBe(0)
  expect(serverAlive(pid)).toBe(true)
  expect(await first.stop()).toBe(0)
  expect(serverAlive(pid)).toBe(false)
}, 120_000)

/** A database whose start waits for a lock that nobody gives. */
async function stuck(): Promise<{ database: TestDatabase; process: BankProcess; release: () => Promise<void> }> {
  dataDir = join(folder, `data-${++made}`)
  const database = await createTestDatabase()
  const holder = await database.owner.connect()
  await holder.query('begin; lock table migration.applied in access exclusive mode')
  const process = start({ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl })
  const waiting = `select count(*)::int as n from pg_stat_activity where application_name = 'florin migrate' and wait_event_type = 'Lock' and datname = current_database()`
  await expect.poll(async () => (await database.owner.query(waiting)).rows[0].n, soon).toBe(1)
  return {
    database,
    process,
    async release() {
      await holder.query('rollback')
      holder.release()
      await database.drop()
    },
  }
}

test('a start that does not come to an end after a signal is ended, and a second signal ends it at once', async () => {
  const [patient, hasty] = [await stuck(), await stuck()]
  const begunAtMs = elapsedMs()
  const ended = patient.process.stop()
  process.kill(hasty.process.pid, 'SIGTERM')
  await expect.poll(() => hasty.process.output().includes('Once more to stop at once'), soon).toBe(true)
  expect(hasty.process.hasEnded()).toBe(false)
  expect(await hasty.process.stop()).toBe(1)
  const hastyMs = elapsedMs() - begunAtMs
  expect(await ended).toBe(1)
  expect(hastyMs).toBeLessThan(elapsedMs() - begunAtMs)
  expect(elapsedMs() - begunAtMs).toBeLessThan(20_000)
  await patient.release()
  await hasty.release()
}, 120_000)
