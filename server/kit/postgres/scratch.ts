import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Log } from '../log.ts'
import { dumpSchema } from './dump-schema.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

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

/** A temporary folder that the server's user can pass through, on the fastest place there is. Remove it when done. */
export function makeScratchFolder(): string {
  const folder = mkdtempSync(join(fastFolder(), 'florin-scratch-'))
  chmodSync(folder, 0o711)
  return folder
}

/**
 * Ends the server and removes its folder when this process dies without doing so itself (kill -9, a time limit): the
 * shell's `read` returns when the pipe to us closes.
 */
export function watchDog(pidFile: string, folder: string): void {
  if (process.platform === 'win32') return
  const script = 'read -r _; pid=$(head -n 1 "$1" 2>/dev/null) && kill -QUIT "$pid" && sleep 1; rm -rf "$2"'
  const dog = spawn('/bin/sh', ['-c', script, 'sh', pidFile, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.unref()
  ;(dog.stdin as unknown as { unref(): void }).unref()
}

/**
 * A PostgreSQL that lives no longer than this process, for tests and generators: in a temporary folder, with fsync
 * off (so it would lose data with the machine's power; a crash of any process it survives). Its database is `postgres`.
 */
export async function startScratch(log: Log): Promise<Embedded> {
  const folder = makeScratchFolder()
  watchDog(join(folder, 'cluster', 'postmaster.pid'), folder)
  const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB' }
  const embedded = await startEmbedded({ dataDir: folder, log, database: 'postgres', settings })
  return {
    ...embedded,
    async stop() {
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs `work` with the owner's URL of a scratch database that has all migrations of `folder`. */
export async function withMigratedScratch<T>(
  folder: string,
  log: Log,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const scratch = await startScratch(log)
  try {
    await migrate({ ownerUrl: scratch.ownerUrl, folder, log })
    return await work(scratch.ownerUrl)
  } finally {
    await scratch.stop()
  }
}

/** The text of `schema.sql`: what the migrations of `folder` add up to. Takes about 1.5 s. */
export function dumpMigrations(folder: string, log: Log): Promise<string> {
  return withMigratedScratch(folder, log, async ownerUrl => {
    const client = new Client({ connectionString: ownerUrl })
    await client.connect()
    try {
      return await dumpSchema(client)
    } finally {
      await client.end()
    }
  })
}
