import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from '../../server/commands.ts'
import { readConfig } from '../../server/config.ts'
import { startEmbedded } from '../../server/kit/postgres/embedded.ts'
import { migrate } from '../../server/kit/postgres/migrate.ts'
import { makeScratchFolder } from '../../server/kit/postgres/scratch.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'
import { MIGRATIONS, quietLog } from '../harness/test-server.ts'

let folder: string
let database: TestDatabase
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'florin-beside-'))
  database = await createTestDatabase({ empty: true })
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const log = { ...quietLog, warn: () => undefined }

/** A command beside the test's database, as `florin` runs it. */
const run = (command: string, args: readonly string[] = [], settings: Record<string, string> = {}) =>
  runCommand(
    [command, ...args],
    readConfig({
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATA_DIR: join(folder, 'data'),
      ...settings,
    }),
    log,
  )

const level = async () =>
  (await database.owner.query<{ number: number }>('select max(number) as number from migration.applied')).rows[0]
    ?.number

const OLDER = 79

test('backup and verify leave an older schema as it is, and say that it is older', async () => {
  await migrate({ ownerUrl: database.ownerUrl, folder: MIGRATIONS, log, upTo: OLDER })
  const older = expect.stringMatching(new RegExp(`^${OLDER}, older than this program`))
  expect(await run('backup', [join(folder, 'backup')])).toMatchObject({ schema: older })
  expect(await run('verify')).toMatchObject({ sound: true, schema: older })
  expect(await level()).toBe(OLDER)
})

test('a database too old to be verified is refused in words and left as it is', async () => {
  await migrate({ ownerUrl: database.ownerUrl, folder: MIGRATIONS, log, upTo: 1 })
  await expect(run('verify')).rejects.toThrow(/schema is 1, older than this program .* before the upgrade/)
  expect(await level()).toBe(1)
})

test('a newer schema is backed up, and not verified by rules that are no longer its own', async () => {
  await migrate({ ownerUrl: database.ownerUrl, folder: MIGRATIONS, log })
  await database.owner.query(`insert into migration.applied (number, name, sha256) values (9999, 'later', 'x')`)
  const made = await run('backup', [join(folder, 'backup')])
  expect(made).toMatchObject({ schema: expect.stringMatching(/^9999, newer than this program/) })
  await expect(run('verify')).rejects.toThrow(/9999, newer than this program .* verify with the program/)
})

test('a database without tables of ours is neither backed up nor verified, nor is anything made in it', async () => {
  await expect(run('backup', [join(folder, 'backup')])).rejects.toThrow(/no tables of florin/)
  await expect(run('verify')).rejects.toThrow(/no tables of florin/)
  const { rows } = await database.owner.query(`select to_regclass('migration.applied') as made`)
  expect(rows).toEqual([{ made: null }])
})

test('with DATABASE_URL a backup is logical, and a physical one is refused before anything is written', async () => {
  await migrate({ ownerUrl: database.ownerUrl, folder: MIGRATIONS, log })
  expect(await run('backup', [join(folder, 'backup')])).toMatchObject({ kind: 'logical' })
  const physical = run('backup', [join(folder, 'other'), '--kind', 'physical'])
  await expect(physical).rejects.toThrow(/--kind physical is for the embedded PostgreSQL.*pg_basebackup/)
  await expect(run('restore', [join(folder, 'other')])).rejects.toThrow(/is no backup/)
})

// Only root runs the server as somebody else.
test.runIf(process.getuid?.() === 0)(
  'as root, what is kept elsewhere because DATA_DIR is closed to the database’s user is found there',
  async () => {
    const closed = join(makeScratchFolder(), 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const embedded = await startEmbedded({ dataDir: join(closed, 'data', 'postgres'), log })
    try {
      expect(embedded.place.dataDir.startsWith(closed)).toBe(false)
      await migrate({ ownerUrl: embedded.ownerUrl, folder: MIGRATIONS, log })
      const settings = { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATA_DIR: join(closed, 'data') }
      expect(await run('verify', [], settings)).toMatchObject({ sound: true })
      expect(await run('backup', [join(folder, 'backup')], settings)).toMatchObject({ kind: 'physical' })
      expect(JSON.parse(readFileSync(join(folder, 'backup', 'manifest.json'), 'utf8')).owner).toBe('florin_owner')
    } finally {
      await embedded.stop()
      rmSync(embedded.place.dataDir, { recursive: true })
      rmSync(join(closed, '..'), { recursive: true })
    }
  },
)
