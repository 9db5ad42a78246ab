import { readCsvList } from './csv-list.ts'
import { type ListEntry, tidyEntry } from './entry.ts'
import { readEuList } from './eu-list.ts'
import { BadList, type EntryReader, formatOf, type ListFormat } from './format.ts'
import { readFtmList } from './ftm-list.ts'
import { readUnList } from './un-list.ts'

const readers: Readonly<Record<ListFormat, EntryReader>> = {
  FTM: readFtmList,
  OPENSANCTIONS_CSV: readCsvList,
  UN_XML: readUnList,
  EU_XML: readEuList,
}

const headLength = 4_000

/** What stands in a list's file: its format at once, then its people one by one. */
export interface OpenedList {
  readonly format: ListFormat
  /** Undefined: a record about something else than a person, or one that names nobody. */
  readonly entries: AsyncIterable<ListEntry | undefined>
}

/** Opens a list of any of the formats, told by its content. Streams: bytes in, people out. Throws `BadList`. */
export async function readEntries(bytes: AsyncIterable<Uint8Array>): Promise<OpenedList> {
  const chunks = decode(bytes)
  let head = ''
  while (head.length < headLength) {
    const next = await chunks.next()
    if (next.done === true) break
    head += next.value
  }
  const format = formatOf(head)
  if (format === undefined) {
    throw new BadList('the file is none of OpenSanctions’ FtM or simple CSV, the UN’s or the EU’s consolidated XML')
  }
  return { format, entries: tidied(readers[format](withHead(head, chunks))) }
}

async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new BadList('the file is not UTF-8')
    throw error
  }
}

async function* withHead(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}

async function* tidied(entries: AsyncIterable<ListEntry | undefined>): AsyncGenerator<ListEntry | undefined> {
  for await (const entry of entries) yield entry && tidyEntry(entry)
}
