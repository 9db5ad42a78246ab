import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCompanyNames, comparePersonNames } from './name-match.ts'

const anna = { firstName: 'Anna Maria', lastName: 'Nowak' }

describe('match', () => {
  test.each([
    ['Anna Maria Nowak', anna],
    ['ANNA NOWAK', anna],
    ['Nowak, Anna', anna],
    ['nowak anna maria', anna],
    ['Mrs. Anna Nowak', anna],
    ['Anna-Maria Nowak', anna],
    ['Annamaria Nowak', anna],
    ['Anna Nowak i Jan Nowak', anna],
    ['JAN NOWAK ODER ANNA NOWAK', anna],
    ['Anna Zofia Nowak', { firstName: 'Anna', lastName: 'Nowak' }],
    ['Jurgen Gross', { firstName: 'Jürgen', lastName: 'Groß' }],
    ['JUERGEN GROSS', { firstName: 'Jürgen', lastName: 'Groß' }],
    ['Lukasz Wojcik', { firstName: 'Łukasz', lastName: 'Wójcik' }],
    ['Soeren Aagaard', { firstName: 'Søren', lastName: 'Ågård' }],
    ['Giorgos Papadopoulos', { firstName: 'Giorgos', lastName: 'Papadopoulos' }],
    ['O’Brien Sean', { firstName: 'Seán', lastName: "O'Brien" }],
    ['Maria Garcia Lopez', { firstName: 'María', lastName: 'García López' }],
    ['Иван Петров', { firstName: 'Ivan', lastName: 'Petrov' }],
    ['Wei Pan', { firstName: 'Wei', lastName: 'Pan' }],
    ['van der Berg Jan', { firstName: 'Jan', lastName: 'van der Berg' }],
  ])('%s', (given, held) => {
    expect(comparePersonNames(given, held)).toBe('match')
  })
})

describe('close match', () => {
  test.each([
    ['A. Nowak', anna],
    ['A M Nowak', anna],
    ['Nowak', anna],
    ['Ana Nowak', { firstName: 'Anna', lastName: 'Nowak' }],
    ['Anna Nowka', anna],
    ['Anna Novak', anna],
    ['Maria Nowak', anna],
    ['Yuliya Kovalenko', { firstName: 'Iuliia', lastName: 'Kovalenko' }],
    ['', anna],
    ['...', anna],
    ['Anna Nowak Consulting Trading Holding Partners', anna],
  ])('"%s"', (given, held) => {
    expect(comparePersonNames(given, held)).not.toBe('match')
  })
  test.each(['A. Nowak', 'Nowak', 'Frau Nowak', 'Anna Nowka', 'Anna Novak', ''])('"%s" may be meant', given => {
    expect(comparePersonNames(given, anna)).toBe('close-match')
  })
})

describe('no match', () => {
  test.each([
    ['Jan Nowak', anna],
    ['Anna Kowalska', anna],
    ['Piotr Zielinski', anna],
    ['ACME GmbH', anna],
    ['Anna', anna],
    ['Li Wu', { firstName: 'Li', lastName: 'Wa' }],
  ])('%s', (given, held) => {
    expect(comparePersonNames(given, held)).toBe('no-match')
  })
})

test.each([
  ['Widget Works Ltd', 'Widget Works', 'match'],
  ['WIDGET WORKS LIMITED', 'Widget Works Sp. z o.o.', 'match'],
  ['Works Widget', 'Widget Works', 'match'],
  ['Widget Worcs', 'Widget Works', 'close-match'],
  ['Widget Works Europe', 'Widget Works', 'close-match'],
  ['Gadget Works', 'Widget Works', 'no-match'],
])('the company "%s" against "%s": %s', (given, held, verdict) => {
  expect(compareCompanyNames(given, held)).toBe(verdict)
})

test('a name is itself, in any order and case, whatever it consists of', () => {
  const word = fc.stringMatching(/^[A-Za-zÀ-ž]{2,12}$/)
  fc.assert(
    fc.property(word, word, (firstName, lastName) => {
      expect(comparePersonNames(`${lastName.toUpperCase()} ${firstName}`, { firstName, lastName })).toBe('match')
    }),
  )
})

test('whatever the texts, there is a verdict', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, text, (given, firstName, lastName) => {
      expect(['match', 'close-match', 'no-match']).toContain(comparePersonNames(given, { firstName, lastName }))
    }),
  )
})
