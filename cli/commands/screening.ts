import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { partBytesMax } from '@florin/contract/shapes/screening.ts'
import type { OperatorClient } from '@florin/sdk/operator.ts'
import type { Command } from 'commander'
import { Denied, Misuse } from '../failure.ts'
import { withLimit, withReason } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { type Session, take } from '../session.ts'
import { addHitCommands } from './hit.ts'

/** A list of some hundred thousand people is read in minutes. */
const readPatienceMs = 3_600_000
const askEveryMs = 500

export function addScreeningCommands(program: Command, open: () => Session): void {
  const screening = program.command('screening').description('sanctions and PEP lists, and users who may be on them')

  const load = screening
    .command('load <file>')
    .description('a new version of a list (OpenSanctions FtM or CSV, UN or EU XML); then every user is compared anew')
    .option('--list <code>', 'which list it is; the name of the file unless given')
    .option('--allow-shrink', 'it may name far fewer people than the version before')
  withReason(load).action(
    async (file: string, options: { list?: string; allowShrink?: true; reason: string }): Promise<void> => {
      const { output, operator } = open()
      const { list = codeOf(file), allowShrink: isShrinkAllowed, reason } = options
      const ended = await sendList(operator(), file, { list, isShrinkAllowed, reason })
      showOne(output, ended)
      if (ended.status === 'FAILED') throw new Denied(`the list was not put in force: ${ended.failure}`)
    },
  )

  screening
    .command('lists')
    .description('the lists in force')
    .action(async () => {
      const { output, operator } = open()
      const { lists } = await operator().screening.listScreeningLists()
      showList(output, lists, ['list', 'listVersion', 'format', 'people', 'begunAt', 'begunBy', 'sha256'])
    })

  screening
    .command('sweeps')
    .description('how far comparing every user anew is')
    .action(async () => {
      const { output, operator } = open()
      const { sweeps } = await operator().screening.listScreeningLists()
      showList(output, sweeps, ['sweep', 'status', 'userCount', 'hitCount', 'begunAt', 'endedAt'])
    })

  withLimit(
    screening.command('loads').description('every version of the lists, newest first').option('--list <code>'),
  ).action(async ({ limit, list }: { limit: number; list?: string }) => {
    const { output, operator } = open()
    const client = operator()
    const loads = await take(limit, query => client.screening.listListLoads({ list, ...query }))
    showList(output, loads, ['loadId', 'list', 'listVersion', 'status', 'people', 'begunAt', 'begunBy', 'failure'])
  })

  const check = screening
    .command('check <name>')
    .description('compare a name with the lists; kept is only that it was asked')
    .option('--born <date>', 'YYYY-MM-DD')
    .option('--country <code>', 'of citizenship')
    .option('--document <number>')
  withReason(check).action(
    async (name: string, options: { born?: string; country?: string; document?: string; reason: string }) => {
      const { output, operator } = open()
      const { born: birthDate, country, document: documentNumber, reason } = options
      const answer = await operator().screening.screenName({ name, birthDate, country, documentNumber, reason })
      showList(output, answer.matches, ['score', 'name', 'topics', 'list', 'entityId', 'programmes'])
    },
  )

  addHitCommands(screening, open)
}

/** `consolidated.xml` is the list `consolidated`. */
const codeOf = (file: string): string =>
  basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^[-_]+/g, '')
    .slice(0, 50)

/** Sends a file in parts, has it read, and waits until it is in force or refused. */
async function sendList(
  client: OperatorClient,
  file: string,
  load: { readonly list: string; readonly isShrinkAllowed: boolean | undefined; readonly reason: string },
) {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true || found.size === 0) throw new Misuse(`there is no file ${file}, or it is empty`)
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(file)) digest.update(chunk as Buffer)
  const begun = { ...load, sha256: digest.digest('hex'), sizeBytes: found.size }
  const { loadId } = await client.screening.beginListLoad(begun)
  let position = 0
  for await (const part of partsOf(file)) {
    await client.screening.addListPart(loadId, { position, content: part.toString('base64'), reason: load.reason })
    position += 1
  }
  let state = await client.screening.submitListLoad(loadId, { reason: load.reason })
  for (let waitedMs = 0; state.status === 'READING' && waitedMs < readPatienceMs; waitedMs += askEveryMs) {
    await pause(askEveryMs)
    state = await client.screening.getListLoad(loadId)
  }
  return state
}

/** A file in pieces of the greatest size that a call takes; only one is in memory. */
async function* partsOf(file: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: partBytesMax })) yield chunk as Buffer
}
