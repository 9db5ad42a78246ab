import { createHash, type Hash } from 'node:crypto'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import type { ListEntry } from './entry.ts'
import { countEntries, dropOldNames, writeEntries } from './entry-store.ts'
import { BadList } from './format.ts'
import { activateLoad, type Contents, failLoad, type Load, objectionTo, readLoadKind, supersedeLoad } from './load.ts'
import { dropParts, findActiveLoad, findLoad, loadStore, lockList, readParts, setActiveVersion } from './load-store.ts'
import { readEntries } from './read-entries.ts'
import { beginSweep, supersedeSweep } from './sweep.ts'
import { findRunningSweeps, lockSweeps, sweepStore } from './sweep-store.ts'

/** People a transaction: some hundred kilobytes of names. */
const batchSize = 500
const namesADrop = 5_000

/** Reads the lists that have come in full. */
export const readLoadJob = (kernel: Kernel): JobHandler => ({
  kind: readLoadKind,
  run: job => readLoad(kernel, (job.payload as { loadId: string }).loadId),
})

/**
 * Reads a list's file into the next version of the list, which then becomes the current one, and has every user
 * compared anew. A file that is not sound changes nothing: the load fails and says why. May be repeated at any time.
 */
export async function readLoad(kernel: Kernel, loadId: string): Promise<void> {
  const load = await findLoad(kernel.pool, loadId)
  if (load === undefined) throw new Error(`there is no load ${loadId}`)
  if (load.state === 'READING') await readAndActivate(kernel, load)
  await dropParts(kernel.pool, loadId)
  const active = await findActiveLoad(kernel.pool, load.list)
  while (active !== undefined && (await dropOldNames(kernel.pool, load.list, active.number, namesADrop)));
}

const act = <T>(kernel: Kernel, run: (work: Work) => Promise<T>): Promise<T> =>
  transact(kernel, { actor: `job:${readLoadKind}`, partnerId: NIL_ID }, run)

async function readAndActivate(kernel: Kernel, load: Load): Promise<void> {
  try {
    const contents = await readInBatches(kernel, load)
    await act(kernel, work => activate(work, load.id, contents))
  } catch (error) {
    // Where another reader has ended the load, it also dropped what this one was reading.
    if ((await findLoad(kernel.pool, load.id))?.state !== 'READING') return
    if (!(error instanceof BadList)) throw error
    await act(kernel, work => commit(work, loadStore, failLoad(load, error.message, work.now)))
  }
}

async function readInBatches(kernel: Kernel, load: Load): Promise<Contents> {
  const before = await findActiveLoad(kernel.pool, load.list)
  const target = { list: load.list, number: load.number, activeVersion: before?.number ?? 0 }
  const digest = createHash('sha256')
  const { format, entries } = await readEntries(hashed(readParts(kernel.pool, load.id, load.parts), digest))
  let batch: ListEntry[] = []
  let skipped = 0
  const write = async (): Promise<void> => {
    const given = batch
    batch = []
    await act(kernel, work => writeEntries(work.sql, target, given))
  }
  for await (const entry of entries) {
    if (entry === undefined) skipped += 1
    else batch.push(entry)
    if (batch.length >= batchSize) await write()
  }
  if (batch.length > 0) await write()
  if (!digest.digest().equals(load.sha256)) throw new BadList('the file is not the one that was announced (SHA-256)')
  return { format, people: await countEntries(kernel.pool, load.list, load.number), skipped }
}

async function* hashed(chunks: AsyncIterable<Buffer>, digest: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    digest.update(chunk)
    yield chunk
  }
}

/** Throws `BadList` where the version must not take the place of the one before. */
async function activate(work: Work, loadId: string, contents: Contents): Promise<void> {
  const { sql, now } = work
  const load = await findLoad(sql, loadId)
  if (load?.state !== 'READING') return
  await lockList(sql, load.list)
  const before = await findActiveLoad(sql, load.list)
  const objection = objectionTo(load, contents.people, before?.people ?? 0)
  if (objection !== undefined) throw new BadList(objection)
  // One version is active at a time, so the one before ends first.
  if (before !== undefined) await commit(work, loadStore, supersedeLoad(before))
  await setActiveVersion(sql, load.list, load.number)
  const number = await lockSweeps(sql)
  const running = await findRunningSweeps(sql)
  await commit(work, loadStore, {
    ...activateLoad(load, contents, now),
    also: [
      ...running.map(sweep => saved(sweepStore, supersedeSweep(sweep, now))),
      saved(sweepStore, beginSweep({ number, loadId: load.id }, now)),
    ],
  })
}
