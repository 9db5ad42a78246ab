import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbedded } from '../../server/kit/postgres/embedded.ts'
import type { Log } from '../../server/kit/postgres/log.ts'
import { migrate } from '../../server/kit/postgres/migrate.ts'
import { ensureRole } from '../../server/kit/postgres/roles.ts'

/** Where test databases are made: URLs of the server's `postgres` database, and the migrated database they copy. */
export type TestServer = { ownerUrl: string; appUrl: string; template: string }

export const MIGRATIONS = join(import.meta.dirname, '../../migrations')
export const APP_ROLE = 'florin_app'

/** Warnings and errors of the database's keeper are worth seeing in a test run; its progress is not. */
export const quietLog: Log = {
  info: () => undefined,
  warn: (detail, message) => console.warn(message, detail),
  error: (detail, message) => console.error(message, detail),
}

const ROOM_NEEDED_BYTES = 2 * 2 ** 30

/** Memory-backed when there is room: a test run writes some hundred databases of 8 MB. */
function fastFolder(): string {
  const memory = '/dev/shm'
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize > ROOM_NEEDED_BYTES) return memory
  } catch {
    // No such folder on this system.
  }
  return tmpdir()
}

/**
 * Ends the server and removes its folder when this process dies without doing so itself (kill -9, a time limit): the
 * shell's `read` returns when the pipe to us closes.
 */
function watchDog(pidFile: string, folder: string): void {
  if (process.platform === 'win32') return
  const script = 'read -r _; pid=$(head -n 1 "$1" 2>/dev/null) && kill -QUIT "$pid" && sleep 1; rm -rf "$2"'
  const dog = spawn('/bin/sh', ['-c', script, 'sh', pidFile, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.unref()
  ;(dog.stdin as unknown as { unref(): void }).unref()
}

const withDatabase = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href

/**
 * A PostgreSQL of this run's own: embedded, in a temporary folder, fsync off (the crashes we test are of processes,
 * not of the machine).
 */
export async function startTestServer(log: Log = quietLog): Promise<{ server: TestServer; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(fastFolder(), 'florin-test-'))
  chmodSync(folder, 0o711)
  watchDog(join(folder, 'cluster', 'postmaster.pid'), folder)
  const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB' }
  const embedded = await startEmbedded({ dataDir: folder, log, database: 'postgres', appRole: APP_ROLE, settings })
  const template = await makeTemplate(embedded.ownerUrl, 'test_template', log)
  return {
    server: { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, template },
    async stop() {
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const APP_TEST_PASSWORD = 'florin-test'

/**
 * Uses the server of `ownerUrl` (a superuser's) instead: the role's password is set to one that tests know, and every
 * database made bears the name of this run, so that runs can share the server.
 */
export async function useTestServer(
  ownerUrl: string,
  log: Log = quietLog,
): Promise<{ server: TestServer; stop(): Promise<void> }> {
  const run = `test_${process.pid}_${Math.trunc(performance.timeOrigin).toString(36)}`
  await asOwner(ownerUrl, async client => {
    await ensureRole(client, APP_ROLE, APP_TEST_PASSWORD)
    // Two runs that set it at once collide in the catalog ("tuple concurrently updated"); one of them is enough.
    await client.query(`alter role ${APP_ROLE} login password '${APP_TEST_PASSWORD}'`).catch(() => undefined)
  })
  const template = await makeTemplate(ownerUrl, `${run}_template`, log)
  const appUrl = Object.assign(new URL(ownerUrl), { username: APP_ROLE, password: APP_TEST_PASSWORD }).href
  return {
    server: { ownerUrl, appUrl, template },
    stop: () =>
      asOwner(ownerUrl, async client => {
        await client.query(`alter database ${template} is_template false`)
        const { rows } = await client.query<{ name: string }>(
          `select datname as name from pg_database where starts_with(datname, $1)`,
          [run],
        )
        for (const { name } of rows) await client.query(`drop database ${client.escapeIdentifier(name)} with (force)`)
      }),
  }
}

async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Migrated once; every test database is a copy of it. No connection is let in, since one would refuse the copying. */
async function makeTemplate(ownerUrl: string, template: string, log: Log): Promise<string> {
  await asOwner(ownerUrl, client => client.query(`create database ${template}`))
  if (existsSync(MIGRATIONS)) {
    await migrate({ ownerUrl: withDatabase(ownerUrl, template), folder: MIGRATIONS, log, appRole: APP_ROLE })
  }
  await asOwner(ownerUrl, client =>
    client.query(`alter database ${template} with is_template true allow_connections false`),
  )
  return template
}

export type TestDatabase = { name: string; ownerUrl: string; appUrl: string; drop(): Promise<void> }

/** Makes a database on the server: a copy of the template (31 ms), or an empty one. `name` must be new. */
export async function makeDatabase(
  server: TestServer,
  name: string,
  template: string = server.template,
): Promise<TestDatabase> {
  await asOwner(server.ownerUrl, client =>
    client.query(`create database ${name} template ${template} strategy wal_log`),
  )
  return {
    name,
    ownerUrl: withDatabase(server.ownerUrl, name),
    appUrl: withDatabase(server.appUrl, name),
    drop: () =>
      asOwner(
        server.ownerUrl,
        async client => void (await client.query(`drop database if exists ${name} with (force)`)),
      ),
  }
}
