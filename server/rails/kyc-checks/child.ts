import type { KycPart } from '../../contexts/kyc/index.ts'
import { decode } from './picture.ts'
import { type Question, type Reply, Unreadable } from './task.ts'

/*
 * The process in which strangers' files are decoded: it has no secrets, no database and no network of ours, and is
 * killed when it takes too long or too much. One question at a time; the answer bears the question's number.
 */

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'probe': {
      const { pages, width, height } = await decode(question.bytes, question.mediaType)
      return { pages, width, height }
    }
    case 'identity':
      return (await import('./read-identity.ts')).readIdentity(question.files)
    case 'paper':
      return (await import('./read-paper.ts')).readPaper(question.files)
  }
}

async function reply(question: Question): Promise<Reply> {
  try {
    return { answer: await answer(question) }
  } catch (error) {
    if (error instanceof Unreadable)
      return { fault: error.fault, ...('part' in error ? { part: error.part as KycPart } : {}) }
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

process.on('message', (question: Question) => {
  void reply(question).then(said => process.send?.(said))
})
// The bank is gone.
process.on('disconnect', () => process.exit(0))
