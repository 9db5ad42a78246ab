import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { KEPT_ARCHIVE, type KeptFiles, packFolder } from './folder-archive.ts'
import type { Applied } from './migration-files.ts'

/** One file of a backup: bytes and SHA-256 (hex) as it lies there, compressed. */
export type BackupFile = { name: string; bytes: number; sha256: string }

type Common = {
  format: 1
  /** The database's time: the backup holds everything that was committed before it began, and nothing after its end. */
  startedAt: string
  endedAt: string
  serverVersion: string
  files: BackupFile[]
  /** What lay beside the database, when that was asked for; absent in backups of before there was this. */
  kept?: KeptFiles
}
/** `owner`: the superuser that initdb made; absent in backups of before it was noted. */
export type PhysicalManifest = Common & { kind: 'physical'; startLsn: string; endLsn: string; owner?: string }
export type TableInBackup = { schema: string; table: string; columns: string[]; rows: number; file: string }
export type SequenceInBackup = { schema: string; sequence: string; lastValue: string; isCalled: boolean }
export type LogicalManifest = Common & {
  kind: 'logical'
  migrations: Applied[]
  tables: TableInBackup[]
  sequences: SequenceInBackup[]
}
export type Manifest = PhysicalManifest | LogicalManifest

/** A backup's manifest, and the SHA-256 of the file that holds it. */
export type Written<M extends Manifest> = { manifest: M; manifestSha256: string }

/** Compresses `content` into the backup's file `name`. */
export type PutFile = (name: string, content: Readable) => Promise<BackupFile>

const MANIFEST = 'manifest.json'
/** Level 1 takes a third of the time of the default for a tenth more bytes; a backup must keep up with its source. */
const COMPRESSION_LEVEL = 1

/** Notes length and hash of what passes. */
function meter(): { through: Transform; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/**
 * Makes a new folder and has `write` fill it; the manifest is written last, so a folder without one is no backup. The files
 * of `filesDir` are taken after the rows: what a row speaks of was there before it.
 * The folder (0700) and its files (0600) are as secret as the database. Whatever fails, the folder is removed.
 * Throws when the folder exists and is not empty.
 */
export async function writeBackup<M extends Manifest>(
  folder: string,
  filesDir: string | undefined,
  write: (put: PutFile) => Promise<Omit<M, 'format' | 'files' | 'kept'>>,
): Promise<Written<M>> {
  const dir = resolve(folder)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if ((await readdir(dir)).length > 0) throw new Error(`The folder ${dir} is not empty: a backup needs a new one`)
  const files: BackupFile[] = []
  const put: PutFile = async (name, content) => {
    const { through, result } = meter()
    const target = createWriteStream(join(dir, name), { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(content, createGzip({ level: COMPRESSION_LEVEL }), through, target)
    const file = { name, ...result() }
    files.push(file)
    return file
  }
  try {
    const rows = await write(put)
    const kept = filesDir === undefined ? {} : { kept: await putFolder(filesDir, put) }
    const manifest = { format: 1, ...rows, ...kept, files } as unknown as M
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    const file = await open(join(dir, MANIFEST), 'wx', 0o600)
    await file.writeFile(text)
    await file.sync()
    await file.close()
    return { manifest, manifestSha256: createHash('sha256').update(text).digest('hex') }
  } catch (error) {
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}

async function putFolder(dir: string, put: PutFile): Promise<KeptFiles> {
  const { content, result } = packFolder(dir)
  await put(KEPT_ARCHIVE, content)
  return { archive: KEPT_ARCHIVE, ...result() }
}

/**
 * The manifest of a backup, after every file was read and found to be what the manifest says. With `manifestSha256`, as
 * the backup returned it, a manifest that was changed is refused too: hashes inside of it say nothing about itself.
 */
export async function readManifest(folder: string, manifestSha256?: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(cause => {
    throw new Error(`${folder} is no backup, or one that was cut short: it has no ${MANIFEST}`, { cause })
  })
  if (manifestSha256 !== undefined && createHash('sha256').update(text).digest('hex') !== manifestSha256) {
    throw new Error(`The manifest of ${folder} is not the one with SHA-256 ${manifestSha256}`)
  }
  const manifest = parse(text, folder)
  for (const file of manifest.files) {
    const path = join(folder, file.name)
    const { through, result } = meter()
    await pipeline(createReadStream(path), through, async source => {
      for await (const _ of source);
    })
    const actual = result()
    if (actual.bytes !== file.bytes || actual.sha256 !== file.sha256) {
      throw new Error(`${path} is not as it was written: its SHA-256 or length differs from the manifest`)
    }
  }
  return manifest
}

function parse(text: string, folder: string): Manifest {
  let manifest: Manifest
  try {
    manifest = JSON.parse(text) as Manifest
  } catch (cause) {
    throw new Error(`The manifest of ${folder} is damaged`, { cause })
  }
  if (manifest.format !== 1) throw new Error(`The backup in ${folder} has a format that this version does not know`)
  return manifest
}

/** A file's content, decompressed. */
export function openBackupFile(folder: string, name: string): Readable {
  const content = createGunzip()
  pipeline(createReadStream(join(folder, name)), content).catch(() => undefined) // Its reader gets the error too.
  return content
}
