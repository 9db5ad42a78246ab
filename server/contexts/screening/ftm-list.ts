import { countryCodes } from './country-code.ts'
import type { Gender, ListEntry, NameStrength, Topic } from './entry.ts'
import { BadList, type EntryReader, linesOf } from './format.ts'

/** FollowTheMoney entities, one JSON object a line: `entities.ftm.json` and `targets.nested.json` of OpenSanctions. */

/** A legal entity is written where a list does not say whether it is a person. */
const personSchemas = new Set(['Person', 'LegalEntity'])

const nameFields: readonly (readonly [string, NameStrength])[] = [
  ['name', 'primary'],
  ['alias', 'alias'],
  ['previousName', 'alias'],
  ['weakAlias', 'weak'],
]

/** https://www.opensanctions.org/docs/topics/ */
function topicOf(code: string): Topic | undefined {
  if (code === 'sanction' || code.startsWith('sanction.')) return code === 'sanction.linked' ? 'INTEREST' : 'SANCTION'
  if (code === 'role.pep' || code === 'gov.head') return 'PEP'
  if (code === 'role.rca') return 'PEP_RELATIVE'
  if (code === 'crime' || code.startsWith('crime.') || code === 'wanted') return 'CRIME'
  return undefined
}

export const genderOf = (text: string | undefined): Gender | null => {
  const word = text?.trim().toLowerCase()
  if (word === 'male' || word === 'm') return 'male'
  return word === 'female' || word === 'f' ? 'female' : null
}

export const readFtmList: EntryReader = async function* (chunks) {
  let number = 0
  for await (const line of linesOf(chunks)) {
    number += 1
    if (line.trim() === '') continue
    let entity: unknown
    try {
      entity = JSON.parse(line)
    } catch {
      throw new BadList(`line ${number} is not JSON`)
    }
    yield entryOf(entity, number)
  }
}

function entryOf(entity: unknown, line: number): ListEntry | undefined {
  const { id, schema, caption, properties, datasets } = (entity ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof schema !== 'string' || typeof properties !== 'object' || properties === null) {
    throw new BadList(`line ${line} is not an entity with id, schema and properties`)
  }
  if (!personSchemas.has(schema)) return undefined
  const of = (field: string): string[] => textsOf((properties as Record<string, unknown>)[field])
  const names = nameFields.flatMap(([field, strength]) => of(field).map(text => ({ text, strength })))
  if (typeof caption === 'string') names.push({ text: caption, strength: 'alias' })
  return {
    entityId: id,
    topics: of('topics')
      .map(topicOf)
      .filter(topic => topic !== undefined),
    names,
    births: of('birthDate'),
    countries: countryCodes([...of('nationality'), ...of('citizenship'), ...of('birthCountry'), ...of('country')]),
    gender: genderOf(of('gender')[0]),
    documents: [...of('passportNumber'), ...of('idNumber')],
    programmes: [...of('programId'), ...of('program'), ...textsOf(datasets)],
  }
}

/** A property has an array of values; in the nested form some are entities of their own. */
const textsOf = (values: unknown): string[] =>
  Array.isArray(values) ? values.filter(value => typeof value === 'string') : []
