import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MIGRATIONS, quietLog } from '../../../tests/harness/test-server.ts'
import { judgeCopy, startWriters, WRITTEN_TABLES } from '../../../tests/harness/writers.ts'
import { backUp } from './backup.ts'
import { connect } from './connect.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { restore } from './restore.ts'
import { makeScratchFolder } from './scratch.ts'

let folder: string
let source: Embedded
let pool: Pool
const log = { ...quietLog, warn: () => undefined }
const settings = { shared_buffers: '32MB', fsync: 'off' }
const dir = (name: string) => join(folder, name)

const poolOn = (url: string): Pool => connect({ url, applicationName: 'physical backup test', log })

beforeAll(async () => {
  folder = makeScratchFolder()
  source = await startEmbedded({ dataDir: dir('source'), log, settings })
  pool = poolOn(source.ownerUrl)
  await pool.query(WRITTEN_TABLES)
})
afterAll(async () => {
  await pool.end()
  await source.stop()
  rmSync(folder, { recursive: true })
})

test('a backup made while others write, restored elsewhere, has every row acknowledged before it and no torn one', async () => {
  const { acknowledged, stop } = startWriters(pool, 4)
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(500)
  const before = [...acknowledged]
  const { manifest, manifestSha256 } = await backUp({
    ownerUrl: source.ownerUrl,
    folder: dir('a'),
    kind: 'physical',
    log,
  })
  expect(acknowledged.length).toBeGreaterThan(before.length)
  await stop()
  expect(readdirSync(dir('a')).toSorted()).toEqual(['backup_manifest.gz', 'base.tar.gz', 'manifest.json'])
  expect(manifest.serverVersion).toMatch(/^18\./)

  await restore({ folder: dir('a'), into: { dataDir: dir('copy') }, migrations: MIGRATIONS, log, manifestSha256 })
  const copy = await startEmbedded({ dataDir: dir('copy'), log, settings })
  const copied = poolOn(copy.ownerUrl)
  expect(await judgeCopy(copied, before)).toEqual({ missing: [], torn: 0 })
  await copied.query(`insert into debit (n, note) values (-1, 'life goes on')`)
  await copied.end()
  const app = poolOn(copy.appUrl)
  expect((await app.query('select current_user as who')).rows).toEqual([{ who: 'florin_app' }])
  await app.end()
  await copy.stop()
})

test('a backup of which one byte was changed is refused, and nothing is restored', async () => {
  const { manifestSha256 } = await backUp({ ownerUrl: source.ownerUrl, folder: dir('b'), kind: 'physical', log })
  const attempt = () =>
    restore({ folder: dir('b'), into: { dataDir: dir('never') }, migrations: MIGRATIONS, log, manifestSha256 })

  const archive = join(dir('b'), 'base.tar.gz')
  const bytes = readFileSync(archive)
  const middle = Math.trunc(bytes.length / 2)
  const original = bytes[middle] as number
  bytes[middle] = original ^ 1
  writeFileSync(archive, bytes)
  await expect(attempt()).rejects.toThrow(/base\.tar\.gz is not as it was written/)
  bytes[middle] = original
  writeFileSync(archive, bytes)

  const manifest = join(dir('b'), 'manifest.json')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"format": 1', '"format":  1'))
  await expect(attempt()).rejects.toThrow(/is not the one with SHA-256/)
  rmSync(manifest)
  await expect(attempt()).rejects.toThrow(/no backup, or one that was cut short/)
  expect(existsSync(join(dir('never'), 'cluster'))).toBe(false)
})

test('neither a folder with files nor a data folder with a database is written over', async () => {
  await expect(backUp({ ownerUrl: source.ownerUrl, folder: dir('source'), kind: 'physical', log })).rejects.toThrow(
    /is not empty/,
  )
  await backUp({ ownerUrl: source.ownerUrl, folder: dir('c'), kind: 'physical', log })
  const onto = restore({ folder: dir('c'), into: { dataDir: dir('source') }, migrations: MIGRATIONS, log })
  await expect(onto).rejects.toThrow(/has a database already/)
})

test('a backup that fails leaves no folder that could be taken for one', async () => {
  await pool.query(`create role no_replication login password 'x'`)
  const url = Object.assign(new URL(source.ownerUrl), { username: 'no_replication', password: 'x' }).href
  await expect(backUp({ ownerUrl: url, folder: dir('d'), kind: 'physical', log })).rejects.toThrow(
    /give it REPLICATION/,
  )
  expect(existsSync(dir('d'))).toBe(false)
})

test('a backup that the installed PostgreSQL could never start is refused before anything is restored', async () => {
  await backUp({ ownerUrl: source.ownerUrl, folder: dir('e'), kind: 'physical', log })
  const file = join(dir('e'), 'manifest.json')
  const original = readFileSync(file, 'utf8')
  const attempt = () => restore({ folder: dir('e'), into: { dataDir: dir('never') }, migrations: MIGRATIONS, log })
  writeFileSync(file, original.replace(/"serverVersion": "[^"]*"/, '"serverVersion": "15.9"'))
  await expect(attempt()).rejects.toThrow(/is of PostgreSQL 15, but PostgreSQL 18 is installed.*--kind logical/)
  writeFileSync(file, original.replace('"owner": "florin_owner"', '"owner": "postgres"'))
  await expect(attempt()).rejects.toThrow(/did not make \(its superuser is postgres\).*--kind logical/)
  expect(existsSync(join(dir('never'), 'cluster'))).toBe(false)
})

test('a cluster that another program made is not backed up physically, and does not hang a start', async () => {
  const foreign = await startEmbedded({ dataDir: dir('foreign'), log, settings })
  const superuser = poolOn(foreign.ownerUrl)
  await superuser.query(`create role other superuser login password 'x'`)
  await superuser.end()
  const url = Object.assign(new URL(foreign.ownerUrl), { username: 'other', password: 'x' }).href
  const other = poolOn(url)
  await other.query('alter role florin_owner rename to postgres')
  await expect(backUp({ ownerUrl: url, folder: dir('f'), kind: 'physical', log })).rejects.toThrow(
    /its superuser is postgres.*--kind logical/,
  )
  await other.end()
  await foreign.stop()

  const start = () => startEmbedded({ dataDir: dir('foreign'), log, settings })
  const hba = join(dir('foreign'), 'cluster', 'pg_hba.conf')
  writeFileSync(hba, 'host all all 127.0.0.1/32 trust\n')
  await expect(start()).rejects.toThrow(/role "florin_owner" does not exist.*Restore a logical backup/)
  // The server that was started for the question does not stay.
  expect(existsSync(join(dir('foreign'), 'cluster', 'postmaster.pid'))).toBe(false)
  rmSync(join(dir('foreign'), 'owner-password'))
  for (const _ of [1, 2]) await expect(start()).rejects.toThrow(/was not made by florin's embedded PostgreSQL/)
})
