import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compareFolder, packFolder, unpackFolder } from './folder-archive.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'florin-archive-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const id = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`
const LONG = `${id(1)}/${id(2)}/${id(3)}`
const files: Record<string, Buffer> = {
  [LONG]: Buffer.alloc(1_000, 7),
  'short/even': Buffer.alloc(512, 1),
  'short/empty': Buffer.alloc(0),
}

function put(dir: string, name: string, bytes: Buffer): void {
  mkdirSync(dirname(join(folder, dir, name)), { recursive: true })
  writeFileSync(join(folder, dir, name), bytes)
}

async function packed(): Promise<Buffer> {
  for (const [name, bytes] of Object.entries(files)) put('source', name, bytes)
  put('source', 'short/half.draft', Buffer.from('being written'))
  const { content, result } = packFolder(join(folder, 'source'))
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part as Buffer)
  expect(result()).toEqual({ files: 3, bytes: 1_512 })
  return Buffer.concat(parts)
}

test('a folder comes back from its archive, for us and for any tar; what was only being written does not', async () => {
  const archive = await packed()
  await unpackFolder(Readable.from([archive]), join(folder, 'target'))
  for (const [name, bytes] of Object.entries(files)) {
    expect(readFileSync(join(folder, 'target', name)).equals(bytes)).toBe(true)
  }
  expect(readdirSync(join(folder, 'target', 'short')).toSorted()).toEqual(['empty', 'even'])
  mkdirSync(join(folder, 'theirs'))
  execFileSync('tar', ['-xf', '-', '-C', join(folder, 'theirs')], { input: archive })
  expect(readFileSync(join(folder, 'theirs', LONG)).equals(files[LONG] as Buffer)).toBe(true)
})

test('a file that exists with another content is refused and stays; an equal one is no obstacle', async () => {
  const archive = await packed()
  put('target', LONG, files[LONG] as Buffer)
  await compareFolder(Readable.from([archive]), join(folder, 'target'))
  put('target', 'short/even', Buffer.from('mine'))
  await expect(compareFolder(Readable.from([archive]), join(folder, 'target'))).rejects.toThrow(
    /short\/even exists with another content/,
  )
  await unpackFolder(Readable.from([archive]), join(folder, 'target'))
  expect(readFileSync(join(folder, 'target', 'short/even'), 'utf8')).toBe('mine')
})

test('an archive that names a file outside of the folder is refused', async () => {
  const archive = await packed()
  const at = archive.indexOf('short/even')
  archive.write('../././evil'.slice(0, 10), at)
  // The header's sum is made right again: only the name is wrong.
  const header = archive.subarray(at, at + 512)
  header.write('        ', 148)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  await expect(unpackFolder(Readable.from([archive]), join(folder, 'target'))).rejects.toThrow(/no file of its own/)
})

test('no folder is no file', async () => {
  const { content, result } = packFolder(join(folder, 'nowhere'))
  for await (const _ of content);
  expect(result()).toEqual({ files: 0, bytes: 0 })
})
