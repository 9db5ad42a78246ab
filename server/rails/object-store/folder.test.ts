import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { objectStoreConformance } from '../../contexts/kyc/object-store.conformance.ts'
import { Unavailable } from '../../kit/problem.ts'
import { folderStore } from './folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'florin-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

objectStoreConformance('a folder', () => folderStore(folder))

test('files are readable by us alone, and no draft is left', async () => {
  await folderStore(folder).put('a/b/one', Buffer.from('x'))
  expect(statSync(join(folder, 'a/b/one')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['one'])
})

test('no key leads out of the folder', async () => {
  for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '']) {
    await expect(folderStore(folder).put(key, Buffer.from('x'))).rejects.toThrow('not a key')
    await expect(folderStore(folder).get(key)).rejects.toThrow('not a key')
  }
})

test('a folder that takes nothing is unavailable, not a fault of the file', async () => {
  const blocked = join(folder, 'blocked')
  writeFileSync(blocked, 'a file where a folder should be')
  chmodSync(blocked, 0o400)
  await expect(folderStore(blocked).put('a/b', Buffer.from('x'))).rejects.toBeInstanceOf(Unavailable)
})
