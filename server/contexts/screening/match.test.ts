import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ListEntry, tidyEntry } from './entry.ts'
import { foldName } from './fold-name.ts'
import { hitScoreMin, matchEntry, type ScreenedPerson, scoreNames } from './match.ts'

const entry = (given: Partial<ListEntry>): ListEntry => ({
  entityId: 'x',
  topics: ['SANCTION'],
  names: [{ text: 'Viktor Andreevich Sanktsionov', strength: 'primary' }],
  births: [],
  countries: [],
  gender: null,
  documents: [],
  programmes: [],
  ...given,
})
const person = (given: Partial<ScreenedPerson>): ScreenedPerson => ({ countries: [], ...given })
const scoreOf = (a: string, b: string): number => scoreNames(foldName(a), foldName(b))

const syllable = fc.constantFrom(
  ...'ba ko vi tor an dre san ktsi ma ri el zu ger no vak lu ka pe tro ve mi ha il se gey du bro'.split(' '),
)
const word = fc.array(syllable, { minLength: 2, maxLength: 4 }).map(parts => parts.join(''))
const name = fc.array(word, { minLength: 2, maxLength: 4 })

/** Latin letters as Cyrillic writes them: any reader of either means the same name. */
const cyrillic: readonly (readonly [string, string])[] = Object.entries({
  zh: 'ж',
  kh: 'х',
  ts: 'ц',
  ch: 'ч',
  sh: 'ш',
  a: 'а',
  b: 'б',
  v: 'в',
  g: 'г',
  d: 'д',
  e: 'е',
  z: 'з',
  i: 'и',
  y: 'й',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  f: 'ф',
  h: 'х',
})
const inCyrillic = (text: string): string => cyrillic.reduce((all, [from, to]) => all.replaceAll(from, to), text)

const accents = ['\u0301', '\u0308', '\u030C', '']

describe('the laws of names', () => {
  test('a name in another order is the same name', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 3 }), (words, turn) => {
        const turned = [...words.slice(turn % words.length), ...words.slice(0, turn % words.length)]
        expect(scoreOf(words.join(' '), turned.join(' '))).toBe(100)
      }),
    )
  })

  test('case and accents make no other name', () => {
    fc.assert(
      fc.property(name, fc.array(fc.constantFrom(...accents), { minLength: 60, maxLength: 60 }), (words, marks) => {
        const text = words.join(' ')
        const marked = [...text]
          .map((letter, at) => (/[aeiou]/.test(letter) ? letter + (marks[at] ?? '') : letter))
          .join('')
        expect(scoreOf(text, marked.toUpperCase())).toBe(100)
      }),
    )
  })

  test('a name in Cyrillic letters is a hit on the same name in Latin ones', () => {
    fc.assert(
      fc.property(name, words => {
        const text = words.join(' ')
        expect(scoreOf(text, inCyrillic(text))).toBeGreaterThanOrEqual(hitScoreMin)
      }),
    )
  })

  test('comparing is symmetrical, a name is itself, and no score leaves 0 to 100', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const score = scoreOf(a, b)
        expect(score).toBe(scoreOf(b, a))
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        if (foldName(a).words > 0) expect(scoreOf(a, a)).toBe(100)
      }),
    )
  })

  test('a further given name on either side keeps the hit', () => {
    fc.assert(
      fc.property(name, word, (words, extra) => {
        expect(scoreOf(words.join(' '), [...words, extra].join(' '))).toBeGreaterThanOrEqual(hitScoreMin)
      }),
    )
  })
})

test.each([
  ['Сергей Лавровский', 'Sergei Lavrovskij'],
  ['Jelzin Boris', 'Boris Yeltsin'],
  ['Guenther Uebeltaeter', 'Günther Übeltäter'],
  ['Łukasz Żółć', 'LUKASZ ZOLC'],
  ['Νίκος Παπαδόπουλος', 'Nikos Papadopoulos'],
  ["Sean O'Connor", 'Sean OConnor'],
  ['Anna-Maria Kowalska', 'Kowalska Anna Maria'],
  ['Wiktor Sankcjonow', 'Viktor Sanktsionov'],
  ['Mohammed al-Masri', 'Muhammad Al Masri'],
])('%s and %s are one', (a, b) => {
  expect(scoreOf(a, b)).toBeGreaterThanOrEqual(hitScoreMin)
})

test.each([
  ['Anna Nowak', 'Anna Kowalska'],
  ['Anna', 'Anna Nowak'],
  ['Maria Garcia Lopez', 'Maria Lopez Fernandez'],
  ['Jan Kowalski', 'Piotr Nowak'],
])('%s and %s are two', (a, b) => {
  expect(scoreOf(a, b)).toBeLessThan(hitScoreMin)
})

describe('what is known beside the name', () => {
  const viktor = person({ firstName: 'Viktor', lastName: 'Sanktsionov' })
  const score = (given: Partial<ScreenedPerson>, listed: Partial<ListEntry>): number =>
    matchEntry({ ...viktor, ...given }, entry(listed)).score

  test('another birth date, country or gender makes it less sure, the same ones surer', () => {
    const bare = score({}, {})
    expect(bare).toBeGreaterThanOrEqual(hitScoreMin)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1961-04-12'] })).toBeGreaterThan(bare)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1961'] })).toBeGreaterThan(bare)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1961-12-04'] })).toBeGreaterThan(bare)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1960/1963'] })).toBeGreaterThan(bare)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1962'] })).toBe(bare)
    expect(score({ birthDate: '1994-04-12' }, { births: ['1961-04-12'] })).toBeLessThan(hitScoreMin)
    expect(score({ birthDate: '1961-04-12' }, { births: ['1950', '1961-04-12'] })).toBeGreaterThan(bare)
    expect(score({ countries: ['RU'] }, { countries: ['RU', 'UA'] })).toBeGreaterThan(bare)
    expect(score({ countries: ['PL'] }, { countries: ['RU'] })).toBeLessThan(bare)
    expect(score({ gender: 'female' }, { gender: 'male' })).toBeLessThan(bare)
  })

  test('what the list does not know weighs nothing', () => {
    const known = { birthDate: '1961-04-12', countries: ['RU'], gender: 'male', documentNumber: 'AB 1' } as const
    expect(score(known, {})).toBe(score({}, {}))
  })

  test('the number of a document finds who has changed the name', () => {
    const other = person({ firstName: 'Victoria', lastName: 'Sank', documentNumber: 'ab-710 000' })
    expect(matchEntry(other, entry({ documents: ['AB710000'] })).score).toBeGreaterThanOrEqual(hitScoreMin)
    expect(matchEntry(other, entry({ documents: ['AB710001'] })).score).toBeLessThan(hitScoreMin)
  })

  test('a weak alias alone says less than a name', () => {
    const listed = entry({ names: [{ text: 'Viktor Sanktsionov', strength: 'weak' }] })
    expect(matchEntry(viktor, listed).score).toBe(90)
  })

  test('the evidence adds up to the score and names both sides', () => {
    const match = matchEntry({ ...viktor, birthDate: '1961-04-12' }, entry({ births: ['1961'], countries: ['RU'] }))
    expect(match.evidence).toEqual([
      expect.objectContaining({ kind: 'name', given: 'Viktor Sanktsionov', listed: 'Viktor Andreevich Sanktsionov' }),
      { kind: 'birth-date', verdict: 'same-year', given: '1961-04-12', listed: '1961', points: 3 },
    ])
    expect(match.score).toBe(match.evidence.reduce((sum, { points }) => sum + points, 0))
  })
})

test('an entry is kept in one form: bounded, without doubles and nonsense', () => {
  const raw = entry({
    entityId: ' q1 ',
    topics: [],
    names: [
      { text: ' A  B ', strength: 'primary' },
      { text: 'A B', strength: 'weak' },
      { text: ' ', strength: 'alias' },
    ],
    births: ['1961', 'about 1961', '1961'],
    countries: ['RU', 'ru', 'SUHH'],
    documents: ['ab 123-45', '12'],
  })
  expect(tidyEntry(raw)).toEqual({
    ...raw,
    entityId: 'q1',
    topics: ['INTEREST'],
    names: [{ text: 'A B', strength: 'primary' }],
    births: ['1961'],
    countries: ['RU'],
    documents: ['AB12345'],
  })
  expect(tidyEntry({ ...raw, names: [] })).toBeUndefined()
})
