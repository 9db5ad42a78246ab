import { join } from 'node:path'
import { Client } from 'pg'
import type { Log } from '../../server/kit/log.ts'
import { migrate } from '../../server/kit/postgres/migrate.ts'
import { ensureRole } from '../../server/kit/postgres/roles.ts'
import { startScratch } from '../../server/kit/postgres/scratch.ts'

/**
 * Where test databases are made: URLs of the server's `postgres` database, the migrated database they copy, and how. Our own
 * server lies in memory: copying the files (50 ms, with the checkpoint that it needs) is quicker there than writing every
 * block to the log too (320 ms). On a server with a real disk the checkpoint costs more.
 */
export type TestServer = { ownerUrl: string; appUrl: string; template: string; strategy: 'file_copy' | 'wal_log' }

export const MIGRATIONS = join(import.meta.dirname, '../../migrations')
export const APP_ROLE = 'florin_app'

/** Warnings and errors of the database's keeper are worth seeing in a test run; its progress is not. */
export const quietLog: Log = {
  info: () => undefined,
  warn: (detail, message) => console.warn(message, detail),
  error: (detail, message) => console.error(message, detail),
}

const withDatabase = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href

/** A PostgreSQL of this run's own, with its migrated template. */
export async function startTestServer(log: Log = quietLog): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const { ownerUrl, appUrl, stop } = await startScratch(log)
  const template = await makeTemplate(ownerUrl, 'test_template', log)
  return { server: { ownerUrl, appUrl, template, strategy: 'file_copy' }, stop }
}

const APP_TEST_PASSWORD = 'florin-test'

/**
 * Uses the server of `ownerUrl` (a superuser's) instead: the role's password is set to one that tests know, and every
 * database made bears the name of this run, so that runs can share the server.
 */
export async function useTestServer(
  ownerUrl: string,
  log: Log = quietLog,
): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const run = `test_${process.pid}_${Math.trunc(performance.timeOrigin).toString(36)}`
  await asOwner(ownerUrl, async client => {
    await ensureRole(client, APP_ROLE, APP_TEST_PASSWORD)
    // Two runs that set it at once collide in the catalog ("tuple concurrently updated"); one of them is enough.
    await client.query(`alter role ${APP_ROLE} login password '${APP_TEST_PASSWORD}'`).catch(() => undefined)
  })
  const template = await makeTemplate(ownerUrl, `${run}_template`, log)
  const appUrl = Object.assign(new URL(ownerUrl), { username: APP_ROLE, password: APP_TEST_PASSWORD }).href
  return {
    server: { ownerUrl, appUrl, template, strategy: 'wal_log' },
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
  await migrate({ ownerUrl: withDatabase(ownerUrl, template), folder: MIGRATIONS, log, appRole: APP_ROLE })
  await asOwner(ownerUrl, client =>
    client.query(`alter database ${template} with is_template true allow_connections false`),
  )
  return template
}

export type TestDatabase = { name: string; ownerUrl: string; appUrl: string; drop(): Promise<void> }

/** Makes a database on the server: a copy of the template, or an empty one. `name` must be new. */
export async function makeDatabase(
  server: TestServer,
  name: string,
  template: string = server.template,
): Promise<TestDatabase> {
  await asOwner(server.ownerUrl, client =>
    client.query(`create database ${name} template ${template} strategy ${server.strategy}`),
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
