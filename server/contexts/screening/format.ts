import type { ListEntry } from './entry.ts'

/** The file is not what it has to be; the message says where. */
export class BadList extends Error {
  override readonly name = 'BadList'
}

/** Reads the people of a list from its text; undefined stands for a record that is about something else. */
export type EntryReader = (chunks: AsyncIterable<string>) => AsyncIterable<ListEntry | undefined>

export type ListFormat = 'FTM' | 'OPENSANCTIONS_CSV' | 'UN_XML' | 'EU_XML'

/** Which format a file is in, from its first characters; undefined for none of ours. */
export function formatOf(head: string): ListFormat | undefined {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('{')) return 'FTM'
  if (text.startsWith('<')) {
    if (/<(\w+:)?CONSOLIDATED_LIST[\s>]/.test(text)) return 'UN_XML'
    return /<(\w+:)?export[\s>]/.test(text) ? 'EU_XML' : undefined
  }
  return /^"?id"?,"?schema"?,/.test(text) ? 'OPENSANCTIONS_CSV' : undefined
}

const lineMax = 10_000_000

/** The lines of a text that comes in pieces. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineMax) throw new BadList('a line is too long')
    yield* lines
  }
  if (rest !== '') yield rest
}
