import { type Dirent, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { readTar } from './tar.ts'

/** The files of a folder in a backup: `archive` is the backup's file that holds them. */
export type KeptFiles = { archive: string; files: number; bytes: number }

export const KEPT_ARCHIVE = 'files.tar.gz'
const BLOCK = 512
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code

/**
 * The files of `dir` and of the folders in it as a tar archive. Each is written once under its name and never changed; one
 * that is removed meanwhile, or only being written (`.draft`), is left out. No folder: no files.
 */
export function packFolder(dir: string): { content: Readable; result: () => Omit<KeptFiles, 'archive'> } {
  const sums = { files: 0, bytes: 0 }
  async function* pack() {
    for await (const name of filesBelow(dir, '')) {
      const bytes = await unlessGone(readFile(join(dir, name)))
      if (bytes === undefined) continue
      sums.files += 1
      sums.bytes += bytes.length
      yield header(name, bytes.length)
      yield bytes
      yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)
    }
    yield Buffer.alloc(2 * BLOCK)
  }
  return { content: Readable.from(pack()), result: () => sums }
}

async function* filesBelow(dir: string, path: string): AsyncGenerator<string> {
  const entries: Dirent[] = (await unlessGone(readdir(join(dir, path), { withFileTypes: true }))) ?? []
  for (const entry of entries) {
    const name = path === '' ? entry.name : `${path}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(dir, name)
    else if (entry.isFile() && !name.endsWith('.draft')) yield name
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}

/** A ustar header (POSIX.1-1988): a name above 100 bytes is cut in two at a slash. */
function header(name: string, size: number): Buffer {
  const cut = Buffer.byteLength(name) <= 100 ? -1 : name.indexOf('/', Buffer.byteLength(name) - 101)
  const [prefix, rest] = cut === -1 ? ['', name] : [name.slice(0, cut), name.slice(cut + 1)]
  if (Buffer.byteLength(rest) > 100 || Buffer.byteLength(prefix) > 155)
    throw new Error(`The name of a file is too long for a backup: ${name}`)
  const block = Buffer.alloc(BLOCK)
  block.write(rest, 0)
  block.write('0000600\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

async function* contents(archive: Readable, dir: string): AsyncGenerator<{ path: string; bytes: Buffer }> {
  for await (const { name, kind, body } of readTar(archive)) {
    if (kind !== 'file' || name.startsWith('/') || name.split('/').includes('..'))
      throw new Error(`The backup holds ${name}, which is no file of its own`)
    const parts: Buffer[] = []
    for await (const part of body) parts.push(part)
    yield { path: join(dir, name), bytes: Buffer.concat(parts) }
  }
}

/** Throws when a file of the archive exists in `dir` with another content: nothing is written over. */
export async function compareFolder(archive: Readable, dir: string): Promise<void> {
  for await (const { path, bytes } of contents(archive, dir)) {
    const existing = await unlessGone(readFile(path))
    if (existing !== undefined && !existing.equals(bytes))
      throw new Error(`${path} exists with another content than in the backup: restore into another DATA_DIR`)
  }
}

/** Writes the archive's files into `dir`, durably, readable by us alone. Those that exist stay as they are. */
export async function unpackFolder(archive: Readable, dir: string): Promise<void> {
  for await (const { path, bytes } of contents(archive, dir)) {
    if (existsSync(path)) continue
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600, flush: true })
  }
}
