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
