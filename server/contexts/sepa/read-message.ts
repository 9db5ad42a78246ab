import {
  identifyMessage,
  MalformedMessage,
  readCamt029,
  readCamt054Stream,
  readCamt056,
  readPacs002,
  readPacs008,
  readPain002,
} from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { JobHandler } from '../../kit/jobs/runner.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { accept, type Message, readJob, refuse } from './message.ts'
import { openFirstPiece, openPieces, openWhole } from './message-bytes.ts'
import { findMessage, messageStore } from './message-store.ts'
import { type NotificationDeps, readNotification } from './read-notification.ts'
import { readOffers } from './read-offers.ts'
import { readRecallAnswers, readRecalls } from './read-recalls.ts'
import { keepStatements, readStatement, surveyStatements } from './read-statement.ts'
import { pacsStatuses, painStatuses, readStatuses } from './read-statuses.ts'

const origin = { actor: `job:${readJob}`, partnerId: NIL_ID }

/** What is to be written when a message is accepted. */
type Keep = (work: Work) => Promise<void>

interface MessageKind {
  /** Reads it to its end without booking anything: half of a message that breaks off must not be booked. */
  judge(kernel: Kernel, message: Message, deps: NotificationDeps): Promise<Keep>
  /** Books it, and goes on where a former attempt was stopped. */
  read(kernel: Kernel, message: Message, deps: NotificationDeps): Promise<void>
}

const keepNothing: Keep = () => Promise.resolve()

/** One that is held in memory as a whole. */
const whole = <T>(
  parse: (bytes: Uint8Array) => T,
  read: (kernel: Kernel, message: Message, value: T, deps: NotificationDeps) => Promise<void>,
): MessageKind => ({
  async judge(kernel, message) {
    parse(await openWhole(kernel, message))
    return keepNothing
  },
  read: async (kernel, message, deps) => read(kernel, message, parse(await openWhole(kernel, message)), deps),
})

/** What the bank may send. */
const kinds: Readonly<Record<string, MessageKind>> = {
  'camt.054.001.08': {
    async judge(kernel, message) {
      for await (const event of readCamt054Stream(openPieces(kernel, message))) void event
      return keepNothing
    },
    read: readNotification,
  },
  'camt.053.001.08': {
    async judge(kernel, message, { institution }) {
      const told = await surveyStatements(kernel, message, institution.accountIban)
      return work => keepStatements(work, message.id, told)
    },
    read: readStatement,
  },
  'pain.002.001.10': whole(readPain002, (kernel, message, told) => readStatuses(kernel, message, painStatuses(told))),
  'pacs.002.001.10': whole(readPacs002, (kernel, message, told) => readStatuses(kernel, message, pacsStatuses(told))),
  'pacs.008.001.08': whole(readPacs008, (kernel, message, told, { institution }) =>
    readOffers(kernel, message, told, institution),
  ),
  'camt.056.001.08': whole(readCamt056, readRecalls),
  'camt.029.001.09': whole(readCamt029, readRecallAnswers),
}

/** Reads what the bank has sent. Safe to repeat, and goes on where a former attempt was stopped. */
export const readMessageJob = (kernel: Kernel, deps: NotificationDeps): JobHandler => ({
  kind: readJob,
  run: job => readMessage(kernel, deps, (job.payload as { messageId: string }).messageId),
})

export async function readMessage(kernel: Kernel, deps: NotificationDeps, messageId: string): Promise<void> {
  const message = await findMessage(kernel.pool, messageId)
  const sound = message?.state === 'STORED' ? await judge(kernel, message, deps) : message
  if (sound?.state === 'SOUND') await kinds[sound.kind ?? '']?.read(kernel, sound, deps)
}

async function judge(kernel: Kernel, message: Message, deps: NotificationDeps): Promise<Message> {
  let kind: string | null = null
  let keep = keepNothing
  try {
    kind = identifyMessage(await openFirstPiece(kernel, message))
    const known = kinds[kind]
    if (known === undefined) throw new MalformedMessage(`${kind} is no message that we read`)
    keep = await known.judge(kernel, message, deps)
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error
    kernel.log.error({ err: error, message: message.id, bankId: message.bankId }, 'A message of the bank is refused')
    const refusal = error.message
    return transact(kernel, origin, work => commit(work, messageStore, refuse(message, kind, refusal, work.now)))
  }
  const known = kind
  return transact(kernel, origin, async work => {
    await keep(work)
    return commit(work, messageStore, accept(message, known, work.now))
  })
}
