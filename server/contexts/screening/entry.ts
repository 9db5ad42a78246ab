import { hash } from 'node:crypto'

/** Why somebody stands on a list. A sanction forbids business; the others call for care. */
export const topics = ['SANCTION', 'PEP', 'PEP_RELATIVE', 'CRIME', 'INTEREST'] as const
export type Topic = (typeof topics)[number]

/** How much a name of a list says: `weak` aliases are nicknames and single words that many bear. */
export type NameStrength = 'primary' | 'alias' | 'weak'

export interface ListedName {
  readonly text: string
  readonly strength: NameStrength
}

export type Gender = 'male' | 'female'

/** A person on a list, whatever format the list is in. */
export interface ListEntry {
  /** The list's own id of the person, stable over its versions. */
  readonly entityId: string
  readonly topics: readonly Topic[]
  /** At least one. */
  readonly names: readonly ListedName[]
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a range of years `YYYY/YYYY`. */
  readonly births: readonly string[]
  /** Alpha-2: citizenships, nationalities, country of birth. */
  readonly countries: readonly string[]
  readonly gender: Gender | null
  /** Numbers of passports and identity cards: capital letters and digits. */
  readonly documents: readonly string[]
  /** The programmes or lists within the list that name the person. */
  readonly programmes: readonly string[]
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)]

/** How a document's number is compared. */
export const documentForm = (number: string): string => number.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const birthShape = /^\d{4}(-\d{2}(-\d{2})?|\/\d{4})?$/
const namesMax = 200
const nameMax = 300
const listMax = 50

/**
 * An entry in the one form in which it is kept and hashed: trimmed, without doubles, bounded; undefined for one that
 * names nobody.
 */
export function tidyEntry(raw: ListEntry): ListEntry | undefined {
  const names = new Map<string, ListedName>()
  for (const { text, strength } of raw.names) {
    const trimmed = text.replaceAll(/\s+/g, ' ').trim().slice(0, nameMax)
    if (trimmed !== '' && !names.has(trimmed) && names.size < namesMax) names.set(trimmed, { text: trimmed, strength })
  }
  const entityId = raw.entityId.trim()
  if (entityId === '' || names.size === 0) return undefined
  return {
    entityId: entityId.slice(0, 200),
    topics: raw.topics.length === 0 ? ['INTEREST'] : distinct(raw.topics).sort(),
    names: [...names.values()],
    births: distinct(raw.births.filter(birth => birthShape.test(birth)))
      .slice(0, listMax)
      .sort(),
    countries: distinct(raw.countries.filter(country => /^[A-Z]{2}$/.test(country)))
      .slice(0, listMax)
      .sort(),
    gender: raw.gender,
    documents: distinct(raw.documents.map(documentForm).filter(number => number.length >= 5))
      .slice(0, listMax)
      .sort(),
    programmes: distinct(raw.programmes.map(text => text.trim().slice(0, 200)).filter(text => text !== ''))
      .slice(0, listMax)
      .sort(),
  }
}

/** What a version of a list says of a person, as a fingerprint: equal entries are stored once. */
export const hashOfEntry = (entry: ListEntry): Buffer => hash('sha256', JSON.stringify(entry), 'buffer')
