import { countryCodes } from './country-code.ts'
import type { ListEntry, ListedName } from './entry.ts'
import type { EntryReader } from './format.ts'
import { genderOf } from './ftm-list.ts'
import { childrenOf, type Element, xmlRecords } from './xml-record.ts'

/** The European Union's consolidated list of financial sanctions (`xmlFullSanctionsList_1_1`). */
export const readEuList: EntryReader = async function* (chunks) {
  for await (const entity of xmlRecords(chunks, { root: 'export', record: 'sanctionEntity' })) {
    yield isPerson(entity) ? entryOf(entity) : undefined
  }
}

const isPerson = (entity: Element): boolean =>
  childrenOf(entity, 'subjectType').some(
    ({ attributes }) => attributes['code']?.toLowerCase() === 'person' || attributes['classificationCode'] === 'P',
  )

function entryOf(entity: Element): ListEntry {
  const aliases = childrenOf(entity, 'nameAlias')
  const births = childrenOf(entity, 'birthdate')
  const citizenships = childrenOf(entity, 'citizenship')
  return {
    entityId: entity.attributes['euReferenceNumber'] || (entity.attributes['logicalId'] ?? ''),
    topics: ['SANCTION'],
    names: aliases.map(nameOf),
    births: births.flatMap(birthOf),
    // "00" is what the list writes where it does not know.
    countries: countryCodes(
      [...citizenships, ...births]
        .map(({ attributes }) => attributes['countryIso2Code'] ?? '')
        .filter(code => code !== '00'),
    ),
    gender: genderOf(aliases.map(({ attributes }) => attributes['gender']).find(gender => gender)),
    documents: childrenOf(entity, 'identification').map(({ attributes }) => attributes['number'] ?? ''),
    programmes: [
      ...childrenOf(entity, 'regulation').map(({ attributes }) => attributes['programme'] ?? ''),
      entity.attributes['unitedNationId'] ?? '',
    ],
  }
}

function nameOf({ attributes }: Element, index: number): ListedName {
  const { wholeName = '', firstName = '', middleName = '', lastName = '', strong = 'true' } = attributes
  const text = wholeName || [firstName, middleName, lastName].filter(part => part !== '').join(' ')
  if (strong === 'false') return { text, strength: 'weak' }
  return { text, strength: index === 0 ? 'primary' : 'alias' }
}

function birthOf({ attributes }: Element): string[] {
  const { birthdate = '', year = '', yearRangeFrom = '', yearRangeTo = '', circa = 'false' } = attributes
  // Dates of another calendar are not ours to compare.
  if ((attributes['calendarType'] ?? 'GREGORIAN').toUpperCase() !== 'GREGORIAN') return []
  if (yearRangeFrom !== '' && yearRangeTo !== '') return [`${yearRangeFrom}/${yearRangeTo}`]
  if (birthdate !== '') return [circa === 'true' ? birthdate.slice(0, 4) : birthdate.slice(0, 10)]
  return year === '' ? [] : [year]
}
