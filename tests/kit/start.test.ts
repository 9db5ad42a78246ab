import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeScratchFolder } from '../../server/kit/postgres/scratch.ts'
import { startBankProcess } from '../harness/bank-process.ts'
import { createTestDatabase } from '../harness/database.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
let folder: string
/** One that the embedded server's user can enter. */
let open: string
beforeAll(async () => {
  bank = await startBank()
  folder = mkdtempSync(join(tmpdir(), 'florin-start-'))
  open = makeScratchFolder()
})
afterAll(async () => {
  await bank.stop()
  rmSync(folder, { recursive: true })
  rmSync(open, { recursive: true })
})

const root = join(import.meta.dirname, '../..')

/** `npm start` to its end, on the bank's database: what it printed and its exit code. It is killed after 50 s. */
function startAndEnd(
  settings: Record<string, string>,
  command: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['server/main.ts', ...command], {
    cwd: root,
    // Nothing of this shell's environment but where programs are found.
    env: { PATH: process.env['PATH'], ...bank.settings, MIGRATE: 'true', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  })
  let output = ''
  const note = (chunk: Buffer): void => void (output += chunk.toString())
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, output }))
  })
}

async function occupyPort(): Promise<{ server: Server; port: string }> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, port: String((server.address() as { port: number }).port) }
}

test.each(['PORT', 'OPERATOR_PORT', 'METRICS_PORT'])(
  'with %s taken the process says so, names the setting, and ends with 1',
  async setting => {
    const { server, port } = await occupyPort()
    const { code, output } = await startAndEnd({ [setting]: port })
    server.close()
    expect(output).toContain(`Port ${port} is taken`)
    expect(output).toContain(`set ${setting} to another port`)
    expect(output).not.toContain('    at ')
    expect(code).toBe(1)
    // It has left nothing behind on the database that it had opened already.
    const { rowCount } = await bank.database.owner.query('select from work.process')
    expect(rowCount).toBe(1)
  },
)

test('a database of the sandbox refuses to be production’s, and both are named', async () => {
  const { code, output } = await startAndEnd({
    MODE: 'production',
    CLOCK: 'real',
    DEMO_API_KEY: '',
    DEMO_NO_KYC_API_KEY: '',
  })
  expect(output).toContain('MODE=sandbox CLOCK=manual')
  expect(output).toContain('MODE=production CLOCK=real')
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
})

test('a database with a moved clock refuses the real one', async () => {
  const { code, output } = await startAndEnd({ CLOCK: 'real' })
  expect(output).toContain('MODE=sandbox CLOCK=manual')
  expect(output).toContain('MODE=sandbox CLOCK=real')
  expect(code).toBe(1)
})

test('another master key than the one of the database is refused by name', async () => {
  const { code, output } = await startAndEnd({ MASTER_KEY: randomBytes(32).toString('base64') })
  expect(output).toContain('MASTER_KEY: another one than that of this database')
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
})

test.each([
  [{ MASTER_KEY: 'short' }, 'MASTER_KEY: must be 32 bytes in base64 or hex'],
  [{ PORT: 'eighty' }, 'PORT: '],
  [{ ROLES: 'api,janitor' }, 'ROLES.1: '],
  [{ HOST: '10.9.9.9' }, 'HOST: 10.9.9.9 is no address of this machine'],
  [{ HOST: 'nowhere.invalid' }, 'HOST: no address is known for the name nowhere.invalid'],
  [{ DATA_DIR: '/dev/null/data' }, 'DATA_DIR: /dev/null/data cannot be used: '],
  [
    { DATA_DIR: '/dev/null/data', DATABASE_URL: '', DATABASE_OWNER_URL: '' },
    'DATA_DIR: /dev/null/data cannot be used: ',
  ],
  [{ SEPA_BANK_CODE: 'TOOLONGFORACOUNTRY' }, 'SEPA_COUNTRY, SEPA_BANK_CODE: '],
  [{ DATABASE_URL: '' }, 'DATABASE_URL: needed, as DATABASE_OWNER_URL is given'],
  [
    { DATABASE_OWNER_URL: 'postgres://nobody:wrong@127.0.0.1:1/none' },
    'DATABASE_OWNER_URL: the database does not let us in',
  ],
  [
    { DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none', DATABASE_OWNER_URL: '' },
    'DATABASE_URL: the database does not',
  ],
])('with %o the process says what is wrong and ends with 1', async (settings, message) => {
  const { code, output } = await startAndEnd(settings)
  expect(output).toContain(message)
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
})

test('one URL for both, of an owner who may not become the application’s role: the SQL to run is said', async () => {
  const user = `one_url_${process.pid}`
  const { database } = bank
  await database.owner.query(`create role ${user} login password 'x'`)
  const url = Object.assign(new URL(database.ownerUrl), { username: user, password: 'x' }).href
  const settings = { DATABASE_URL: url, DATABASE_OWNER_URL: '' }
  for (const MIGRATE of ['true', 'false']) {
    const { code, output } = await startAndEnd({ ...settings, MIGRATE })
    expect(output).toContain('DATABASE_URL: ')
    expect(output).toContain('As a superuser')
    expect(output).not.toContain('    at ')
    expect(code).toBe(1)
  }
  await database.owner.query(`drop role ${user}`)
})

test('a command does not make a database where there is none', async () => {
  const nowhere = { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATA_DIR: join(folder, 'nowhere') }
  const { code, output } = await startAndEnd(nowhere, ['operator-create', 'Ada', '--role', 'admin'])
  expect(output).toMatch(/^DATABASE_URL is not given, and there is no database in .*nowhere\/postgres \(DATA_DIR\)/)
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
  expect(existsSync(nowhere.DATA_DIR)).toBe(false)
})

test('in production a new embedded database is made with a warning, and the next start has none', async () => {
  const settings = { PORT: '0', OPERATOR_PORT: '0', METRICS_PORT: '0', MODE: 'production', DATA_DIR: join(open, 'new') }
  for (const isNew of [true, false]) {
    const started = startBankProcess({ name: 'production', folder, settings })
    await started.ready()
    expect(await started.stop()).toBe(0)
    expect(started.output().includes('a new, empty one is made, for production')).toBe(isNew)
  }
}, 120_000)

test('a database that was not migrated, and MIGRATE=false: the setting is named', async () => {
  const empty = await createTestDatabase({ empty: true })
  const { code, output } = await startAndEnd({
    DATABASE_URL: empty.appUrl,
    DATABASE_OWNER_URL: empty.ownerUrl,
    MIGRATE: 'false',
  })
  expect(output).toContain('MIGRATE: is false, and this database has not been migrated')
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
  await empty.drop()
})

test('a setting that is wrong is told before anything is started', async () => {
  const DATA_DIR = join(open, 'untouched')
  const embedded = { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATA_DIR }
  for (const wrong of [{ SEALING_KEY: 'none' }, { SEPA_COUNTRY: 'XX' }]) {
    const { code, output } = await startAndEnd({ ...embedded, ...wrong })
    expect(output).toContain(Object.keys(wrong)[0])
    expect(output).not.toContain('    at ')
    expect(code).toBe(1)
    expect(existsSync(DATA_DIR)).toBe(false)
  }
})
