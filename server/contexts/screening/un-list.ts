import { countryCodes } from './country-code.ts'
import type { ListEntry, ListedName } from './entry.ts'
import type { EntryReader } from './format.ts'
import { genderOf } from './ftm-list.ts'
import { childrenOf, type Element, textOf, xmlRecords } from './xml-record.ts'

/** The United Nations Security Council's consolidated list (`consolidated.xml`). Entities, which are no people, are left out. */
export const readUnList: EntryReader = async function* (chunks) {
  for await (const person of xmlRecords(chunks, { root: 'CONSOLIDATED_LIST', record: 'INDIVIDUAL' })) {
    yield entryOf(person)
  }
}

const nameParts = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']

function entryOf(person: Element): ListEntry {
  const primary = nameParts
    .map(part => textOf(person, part))
    .filter(text => text !== '')
    .join(' ')
  const listType = textOf(person, 'UN_LIST_TYPE')
  return {
    entityId: textOf(person, 'DATAID') || textOf(person, 'REFERENCE_NUMBER'),
    topics: ['SANCTION'],
    names: [
      { text: primary, strength: 'primary' },
      { text: textOf(person, 'NAME_ORIGINAL_SCRIPT'), strength: 'alias' },
      ...childrenOf(person, 'INDIVIDUAL_ALIAS').map(aliasOf),
    ],
    births: childrenOf(person, 'INDIVIDUAL_DATE_OF_BIRTH').flatMap(birthOf),
    countries: countryCodes([
      ...childrenOf(person, 'NATIONALITY').flatMap(element => childrenOf(element, 'VALUE').map(({ text }) => text)),
      ...childrenOf(person, 'INDIVIDUAL_PLACE_OF_BIRTH').map(element => textOf(element, 'COUNTRY')),
    ]),
    gender: genderOf(textOf(person, 'GENDER')),
    documents: childrenOf(person, 'INDIVIDUAL_DOCUMENT').map(element => textOf(element, 'NUMBER')),
    programmes: [listType, textOf(person, 'REFERENCE_NUMBER')],
  }
}

/** "Low" is what the list says of aliases by which alone nobody is known. */
const aliasOf = (alias: Element): ListedName => ({
  text: textOf(alias, 'ALIAS_NAME'),
  strength: textOf(alias, 'QUALITY').toLowerCase() === 'low' ? 'weak' : 'alias',
})

function birthOf(element: Element): string[] {
  const [from, to] = [textOf(element, 'FROM_YEAR'), textOf(element, 'TO_YEAR')]
  if (from !== '' && to !== '') return [`${from}/${to}`]
  const day = textOf(element, 'DATE').slice(0, 10)
  const isExact = textOf(element, 'TYPE_OF_DATE').toUpperCase() !== 'APPROXIMATELY'
  if (day !== '') return [isExact ? day : day.slice(0, 4)]
  const year = textOf(element, 'YEAR')
  return year === '' ? [] : [year]
}
