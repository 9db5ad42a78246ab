import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeReference } from '../users/index.ts'
import { findReferences } from './reference-search.ts'

const reference = makeReference()
const spaced = reference.replaceAll(/(.{4})/g, '$1 ')

test.each([
  ['as it was given', [reference]],
  ['in small letters', [reference.toLowerCase()]],
  ['in groups of four', [spaced]],
  ['with punctuation', [`${reference.slice(0, 4)}-${reference.slice(4, 9)}/${reference.slice(9)}.`]],
  ['among other words', [`Rent for March, ref: ${reference}, thanks`]],
  ['right behind a word', [`REF${reference}X`]],
  ['broken over two lines', [`Payment ${reference.slice(0, 7)}`, `${reference.slice(7)} thank you`]],
  ['with a line break inside', [`${reference.slice(0, 5)}\n${reference.slice(5)}`]],
  ['in full-width letters', [[...reference].map(c => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join('')]],
])('a reference is found %s', (_name, texts) => {
  expect(findReferences(texts)).toContain(reference)
})

test('letters that stand where the check digits do are read as digits', () => {
  const withDigits = Array.from({ length: 500 }, makeReference).find(each => /^RF[01]/.test(each)) ?? ''
  const misread = withDigits.replace(
    /^RF(..)/,
    (_, digits: string) => `RF${digits.replace('0', 'O').replace('1', 'l')}`,
  )
  expect(findReferences([misread])).toContain(withDigits)
})

test('what is cut off is not guessed: money goes to nobody on half of a reference', () => {
  for (let length = 4; length < reference.length; length += 1) {
    expect(findReferences([`Rent for March ${reference.slice(0, length)}`])).toEqual([])
    expect(findReferences([`${reference.slice(-length)} rent for March`])).toEqual([])
  }
  expect(findReferences([`Rent for March ${reference} and what the bank has cut o`])).toEqual([reference])
})

test('of two references both are found', () => {
  const other = makeReference()
  expect(findReferences([`${reference} ${other}`])).toEqual(expect.arrayContaining([reference, other]))
})

test('one wrong letter, or two that changed places, is no reference', () => {
  for (let at = 4; at < reference.length; at += 1) {
    const wrong = reference[at] === 'B' ? 'C' : 'B'
    expect(findReferences([reference.slice(0, at) + wrong + reference.slice(at + 1)])).toEqual([])
  }
})

test('whatever the text, what is found has right check digits, and nothing throws', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), texts => {
      for (const found of findReferences(texts)) expect(found).toMatch(/^RF\d{2}[0-9A-Z]{13}$/)
    }),
  )
})
