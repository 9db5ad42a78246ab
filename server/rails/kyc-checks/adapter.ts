import type { FileFault, FileReader, IdentityReader, KycPart } from '../../contexts/kyc/index.ts'
import { Unavailable } from '../../kit/problem.ts'
import { type ReadingBounds, ReadingProcess } from './reading-process.ts'
import type { Question, TaskKind, Tasks } from './task.ts'

const waitingMax = 200

/** Reads files in processes of its own. */
export interface LocalReader extends FileReader, IdentityReader {
  stop(): Promise<void>
}

/** `count` processes at most; whoever comes when all are busy waits in line. */
export function localReader({ count = 2, ...bounds }: ReadingBounds & { readonly count?: number } = {}): LocalReader {
  const all = Array.from({ length: count }, () => new ReadingProcess(bounds))
  const free = [...all].toReversed()
  const waiting: ((reader: ReadingProcess) => void)[] = []

  async function borrow(): Promise<ReadingProcess> {
    const reader = free.pop()
    if (reader !== undefined) return reader
    if (waiting.length >= waitingMax) throw new Unavailable('too many files wait to be read')
    return new Promise(resolve => waiting.push(resolve))
  }
  function giveBack(reader: ReadingProcess): void {
    const next = waiting.shift()
    if (next === undefined) free.push(reader)
    else next(reader)
  }

  async function ask<K extends TaskKind>(
    question: Extract<Question, { kind: K }>,
  ): Promise<Tasks[K]['answer'] | { readonly fault: FileFault; readonly part?: KycPart }> {
    const reader = await borrow()
    try {
      let outcome = await reader.ask(question)
      // A crash may have had another cause than the file: it is blamed when it happens twice.
      if ('ended' in outcome && outcome.ended === 'crashed') outcome = await reader.ask(question)
      if ('ended' in outcome) {
        if (outcome.ended === 'stalled') throw new Unavailable('no file can be read now')
        return { fault: outcome.ended === 'crashed' ? 'damaged' : outcome.ended }
      }
      if ('bug' in outcome) throw new Error(`reading a file failed: ${outcome.bug}`)
      return 'fault' in outcome ? outcome : (outcome.answer as Tasks[K]['answer'])
    } finally {
      giveBack(reader)
    }
  }

  return {
    probe: (bytes, mediaType) => ask<'probe'>({ kind: 'probe', bytes, mediaType }),
    knows: () => false,
    async readIdentity(files) {
      const read = await ask<'identity'>({ kind: 'identity', files })
      if ('fault' in read) return { fault: read.fault, part: read.part ?? 'FRONT' }
      return { ...read, isSpecimen: false }
    },
    readPaper: files => ask<'paper'>({ kind: 'paper', files }),
    async stop() {
      await Promise.all(all.map(reader => reader.stop()))
    },
  }
}
