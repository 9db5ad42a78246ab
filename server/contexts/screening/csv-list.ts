import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { countryCodes } from './country-code.ts'
import type { ListEntry, Topic } from './entry.ts'
import { BadList, type EntryReader } from './format.ts'

/** `targets.simple.csv` of OpenSanctions: one row a target, several values in a cell with `;` between them. */

const personSchemas = new Set(['Person', 'LegalEntity'])
const needed = ['id', 'schema', 'name'] as const

type Row = Readonly<Record<string, string | undefined>>

export const readCsvList: EntryReader = async function* (chunks) {
  const rows = Readable.from(chunks).pipe(
    parse({ columns: true, bom: true, skip_empty_lines: true, max_record_size: 1_000_000 }),
  )
  try {
    let isHeaderSeen = false
    for await (const row of rows as AsyncIterable<Row>) {
      const missing = isHeaderSeen ? undefined : needed.find(column => row[column] === undefined)
      if (missing !== undefined) throw new BadList(`there is no column "${missing}"`)
      isHeaderSeen = true
      yield entryOf(row)
    }
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && code.startsWith('CSV_')) throw new BadList((error as Error).message)
    throw error
  }
}

const valuesOf = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(';')
    .map(value => value.trim().replace(/^"(.*)"$/, '$1'))
    .filter(value => value !== '')

function entryOf(row: Row): ListEntry | undefined {
  if (!personSchemas.has(row['schema'] ?? '')) return undefined
  const programmes = [...valuesOf(row['program_ids']), ...valuesOf(row['dataset'])]
  return {
    entityId: row['id'] ?? '',
    topics: topicsOf(row, programmes),
    names: [
      { text: row['name'] ?? '', strength: 'primary' },
      ...valuesOf(row['aliases']).map(text => ({ text, strength: 'alias' as const })),
    ],
    births: valuesOf(row['birth_date']),
    countries: countryCodes(valuesOf(row['countries'])),
    gender: null,
    documents: valuesOf(row['identifiers']),
    programmes,
  }
}

/** This form bears no topics: a sanction says so in a column of its own, a register of PEPs by its name. */
function topicsOf(row: Row, programmes: readonly string[]): Topic[] {
  const topics: Topic[] = []
  if ((row['sanctions'] ?? '').trim() !== '') topics.push('SANCTION')
  if (programmes.some(name => /\bpeps?\b|position/i.test(name))) topics.push('PEP')
  return topics
}
