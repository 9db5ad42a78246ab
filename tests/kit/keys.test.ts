import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'florin-keys-')), 'deep', 'data')
})
afterEach(() => rmSync(join(folder, '../..'), { recursive: true }))

const program = `
  import { readConfig } from './server/config.ts'
  import { masterKeys, sealingKey } from './server/keys.ts'
  const config = readConfig({ DATA_DIR: process.argv[1] })
  const sealing = sealingKey(config).export({ type: 'pkcs8', format: 'der' })
  process.stdout.write(masterKeys(config).current.toString('hex') + sealing.toString('hex'))
`

/** A process that wants its keys. */
function wantKeys(): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 50_000,
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('close', code => (code === 0 ? resolve(printed) : reject(new Error(`ended with ${code}`))))
  })
}

test('processes that start at once on one folder make one master key and one sealing key, for their owner’s eyes only', async () => {
  const keys = await Promise.all(Array.from({ length: 6 }, wantKeys))
  expect(keys[0]?.length).toBeGreaterThan(64)
  expect(new Set(keys).size).toBe(1)
  expect(await wantKeys()).toBe(keys[0])
  expect(readdirSync(folder).toSorted()).toEqual(['master.key', 'sealing.key'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})
