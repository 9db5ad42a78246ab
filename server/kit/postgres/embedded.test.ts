import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { connect } from './connect.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { serverAlive } from './postmaster.ts'
import { makeScratchFolder } from './scratch.ts'

let folder: string
const started: Embedded[] = []
// One folder for all tests: making a cluster anew costs seconds on a busy machine, and each test leaves it usable.
beforeAll(() => {
  folder = makeScratchFolder()
})
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
})
afterAll(() => rmSync(folder, { recursive: true }))

const logged: string[] = []
const note = (_: object, message: string) => void logged.push(message)
const log = { info: note, warn: note, error: note }

async function start(dataDir = join(folder, 'pg')): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, log, settings: { shared_buffers: '32MB' } })
  started.push(server)
  return server
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another process on the same folder; `end` tells it to stop in order, `kill` is kill -9. */
async function startElsewhere(dataDir = join(folder, 'pg')) {
  const program = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    const log = { info() {}, warn() {}, error() {} }
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log, settings: { shared_buffers: '32MB' } })
    console.log(server.ownerUrl)
    process.stdin.once('data', async () => { await server.stop(); process.exit(0) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exit = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const lines = createInterface(child.stdout)
  const ownerUrl = await new Promise<string>(resolve => lines.once('line', resolve))
  return {
    ownerUrl,
    end: () => (child.stdin.write('end'), exit),
    kill: () => (child.kill('SIGKILL'), exit),
  }
}

test('a new folder becomes a durable PostgreSQL that only this machine reaches, by password', async () => {
  const server = await start()
  const [settings] = await query(
    server.ownerUrl,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
       current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
       current_setting('server_encoding') as encoding, current_database() as database,
       (select bool_and(auth_method = 'scram-sha-256') from pg_hba_file_rules) as passwords`,
  )
  expect(settings).toEqual({
    fsync: 'on',
    commit: 'on',
    pages: 'on',
    checksums: 'on',
    listens: '127.0.0.1',
    sockets: '',
    encoding: 'UTF8',
    database: 'florin',
    passwords: true,
  })
  const wrong = Object.assign(new URL(server.ownerUrl), { password: 'guess' }).href
  await expect(query(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  for (const file of ['owner-password', 'app-password']) {
    expect(statSync(join(server.place.dataDir, file)).mode & 0o777).toBe(0o600)
  }
  expect(await query(server.appUrl, 'select rolname, rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolname: 'florin_app', rolsuper: false },
  ])
})

test('a second start finds the rows of the first, on the same port', async () => {
  const first = await start()
  await query(first.ownerUrl, 'drop table if exists kept; create table kept as select 42 as answer')
  await first.stop()
  expect(first.pid()).toBeUndefined()
  const second = await start()
  expect(second.ownerUrl).toBe(first.ownerUrl)
  expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('after a kill -9 of our process the surviving server is adopted, and stopped when we stop', async () => {
  const other = await startElsewhere()
  await other.kill()
  const pid = Number(readFileSync(join(folder, 'pg/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  expect(serverAlive(pid)).toBe(true)
  const server = await start()
  expect(server.pid()).toBe(pid)
  expect(server.ownerUrl).toBe(other.ownerUrl)
  await server.stop()
  expect(serverAlive(pid)).toBe(false)
})

test('of two processes on one folder the last to leave stops the server, whoever started it', async () => {
  const server = await start()
  const other = await startElsewhere()
  const pid = server.pid()
  await other.end()
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  const third = await startElsewhere()
  await server.stop()
  expect(await query(third.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(server.pid()).toBe(pid)
  await third.end()
  expect(server.pid()).toBeUndefined()
})

test('two processes that make the folder at the same moment share one server', async () => {
  const dataDir = join(folder, 'new')
  const [server, other] = await Promise.all([start(dataDir), startElsewhere(dataDir)])
  expect(server.ownerUrl).toBe(other.ownerUrl)
  await other.end()
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('after kill -9 of the server under load it comes back on its port, with every acknowledged row, and pools go on', async () => {
  const server = await start()
  const other = await startElsewhere()
  await query(server.ownerUrl, 'drop table if exists kept; create table kept (n int primary key)')
  const pool = connect({ url: server.ownerUrl, applicationName: 'writers', log: quietLog, maxConnections: 4 })
  const acknowledged: number[] = []
  let next = 0
  let writing = true
  const writer = async () => {
    while (writing) {
      const n = ++next
      await pool.query('insert into kept values ($1)', [n]).then(
        () => acknowledged.push(n),
        () => undefined,
      )
    }
  }
  const writers = [writer(), writer(), writer(), writer()]
  for (let round = 1; round <= 2; round++) {
    const before = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 100)
    const pid = server.pid() as number
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => server.pid() !== undefined && server.pid() !== pid, { timeout: 20_000 }).toBe(true)
  }
  const before = acknowledged.length
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 100)
  writing = false
  await Promise.all(writers)
  const rows = new Set((await query<{ n: number }>(server.ownerUrl, 'select n from kept')).map(({ n }) => n))
  expect(acknowledged.filter(n => !rows.has(n))).toEqual([])
  await pool.end()
  await other.end()
})

test('a server that hangs is ended and started again', async () => {
  const dataDir = join(folder, 'pg')
  const other = await startElsewhere()
  await other.kill()
  const pid = Number(readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGSTOP')
  const server = await startEmbedded({ dataDir, log, hungAfterMs: 100, settings: { shared_buffers: '32MB' } })
  started.push(server)
  expect(server.pid()).not.toBe(pid)
  expect(serverAlive(pid)).toBe(false)
})

test('a postmaster.pid whose process id is some other program by now does not stop the start', async () => {
  const server = await start()
  await server.stop()
  const stranger = spawn('sleep', ['60'], server.place.identity ?? {})
  const file = join(server.place.clusterDir, 'postmaster.pid')
  writeFileSync(file, `${stranger.pid}\n${server.place.clusterDir}\n1\n5432\n`)
  const again = await start()
  expect(again.pid()).not.toBe(stranger.pid)
  stranger.kill()
})

test('a port taken by somebody else is changed at the start', async () => {
  const first = await start()
  await first.stop()
  const stranger = createServer(socket => socket.destroy()).listen(first.port, '127.0.0.1')
  await once(stranger, 'listening')
  const second = await start()
  expect(second.port).not.toBe(first.port)
  stranger.close()
})

test('a server that cannot have the port it asks for says so', async () => {
  const first = await start()
  await first.stop()
  const stranger = createServer(socket => socket.destroy()).listen(first.port, '127.0.0.1')
  await once(stranger, 'listening')
  const attempt = startEmbedded({ dataDir: join(folder, 'pg'), log, settings: { port: String(first.port) } })
  await expect(attempt).rejects.toThrow(/Address already in use/)
  stranger.close()
})

test('a lost password file gets a new password', async () => {
  const first = await start()
  await query(first.ownerUrl, 'drop table if exists kept; create table kept as select 42 as answer')
  await first.stop()
  rmSync(join(first.place.dataDir, 'owner-password'))
  const second = await start()
  expect(second.ownerUrl).not.toBe(first.ownerUrl)
  expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a cluster of another major version is refused with the way out', async () => {
  const clusterDir = join(folder, 'old/cluster')
  mkdirSync(clusterDir, { recursive: true })
  writeFileSync(join(clusterDir, 'PG_VERSION'), '17\n')
  await expect(start(join(folder, 'old'))).rejects.toThrow(/made by PostgreSQL 17, but PostgreSQL 18 is installed/)
})

test('a server that cannot start says why in its own words', async () => {
  const dataDir = join(folder, 'pg')
  const attempt = startEmbedded({ dataDir, log, settings: { shared_buffers: 'plenty' } })
  await expect(attempt).rejects.toThrow(/does not start .*invalid value for parameter "shared_buffers": "plenty"/s)
})

// Only root runs the server as somebody else.
test.runIf(process.getuid?.() === 0)(
  'as root, below a folder closed to others, the data moves to one it can enter and says so',
  async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const first = await start(join(closed, 'pg'))
    expect(first.place.dataDir.startsWith(closed)).toBe(false)
    expect(logged.join('\n')).toContain(`the data is kept in ${first.place.dataDir} instead of ${join(closed, 'pg')}`)
    await query(first.ownerUrl, 'drop table if exists kept; create table kept as select 42 as answer')
    await first.stop()
    const second = await start(join(closed, 'pg'))
    expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.stop()
    rmSync(second.place.dataDir, { recursive: true })
    expect(existsSync(second.place.dataDir)).toBe(false)
  },
)
