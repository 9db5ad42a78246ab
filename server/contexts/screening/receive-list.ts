import { NIL_ID } from '../../kit/ids.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { beginLoad, failLoad, type Load, submitLoad, takePart } from './load.ts'
import { dropParts, findLoad, findLoadUnderWay, loadStore, lockList, writePart } from './load-store.ts'

export interface ReceiveList {
  readonly list: string
  /** Hex. */
  readonly sha256: string
  readonly sizeBytes: number
  readonly isShrinkAllowed: boolean
}

/**
 * Begins a new version of a list, whose file then comes in parts. A load of the list that was begun and not finished
 * is given up. P403: one of the list is just being read.
 */
export async function receiveList(work: Work, command: ReceiveList): Promise<Load> {
  const { list, sizeBytes, isShrinkAllowed } = command
  const { nextNumber: number } = await lockList(work.sql, list)
  const underWay = await findLoadUnderWay(work.sql, list)
  if (underWay?.state === 'READING') throw invalidField('list', 'is just being read: wait until that is done')
  if (underWay !== undefined) {
    await commit(work, loadStore, failLoad(underWay, 'given up for another load', work.now))
    await dropParts(work.sql, underWay.id)
  }
  const sha256 = Buffer.from(command.sha256, 'hex')
  const given = { id: work.newId(), list, number, sha256, sizeBytes, isShrinkAllowed, begunBy: work.actor }
  return commit({ ...work, partnerId: NIL_ID }, loadStore, beginLoad(given, work.now))
}

/** The load of an id; P404. */
export async function mustFindLoad(work: Work, loadId: string): Promise<Load> {
  const load = await findLoad(work.sql, loadId)
  if (load === undefined) throw new Problem('P404', 'There is no such load of a list.')
  return load
}

/**
 * Takes the next part of the file. One that is there already changes nothing, so that a lost answer can be asked for
 * again. P404; P403: not the next part, more than was announced, or nothing more is awaited.
 */
export async function receivePart(
  work: Work,
  { loadId, position, content }: { readonly loadId: string; readonly position: number; readonly content: Buffer },
): Promise<Load> {
  const load = await mustFindLoad(work, loadId)
  if (load.state !== 'RECEIVING') throw invalidField('loadId', `awaits no more parts: it is ${load.state}`)
  if (position < load.parts) return load
  if (position > load.parts) throw invalidField('position', `must be ${load.parts}: parts come in order`)
  if (content.length === 0) throw invalidField('content', 'should not be empty')
  if (load.receivedBytes + content.length > load.sizeBytes) {
    throw invalidField('content', `must not be more than the ${load.sizeBytes} bytes that were announced`)
  }
  await writePart(work.sql, load.id, position, content)
  return commit(work, loadStore, takePart(load, content.length))
}

/** All parts are there: the list is read and, if it is sound, becomes the current one. Twice is once. P404, P403. */
export async function submitList(work: Work, loadId: string): Promise<Load> {
  const load = await mustFindLoad(work, loadId)
  if (load.state !== 'RECEIVING') return load
  if (load.receivedBytes < load.sizeBytes) {
    throw invalidField('loadId', `has ${load.receivedBytes} of ${load.sizeBytes} bytes: send the rest first`)
  }
  return commit(work, loadStore, submitLoad(load))
}
