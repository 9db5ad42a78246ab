import { expect, test } from 'vitest'
import { creditorReference, isCreditorReference, makeReference } from './reference.ts'

test('the example of ISO 11649 has the check digits that the standard gives it', () => {
  expect(creditorReference('539007547034')).toBe('RF18539007547034')
  expect(isCreditorReference('RF18 5390 0754 7034')).toBe(true)
  expect(isCreditorReference('rf18539007547034')).toBe(true)
  expect(isCreditorReference('RF19539007547034')).toBe(false)
})

test('a mistyped letter or two that changed places are noticed', () => {
  for (let round = 0; round < 50; round += 1) {
    const reference = makeReference()
    expect(isCreditorReference(reference)).toBe(true)
    for (let at = 4; at < reference.length; at += 1) {
      const wrong = reference[at] === 'B' ? 'C' : 'B'
      expect(isCreditorReference(reference.slice(0, at) + wrong + reference.slice(at + 1))).toBe(false)
      const [left = '', right = ''] = [reference[at - 1], reference[at]]
      if (at > 4 && left !== right) {
        const swapped = reference.slice(0, at - 1) + right + left + reference.slice(at + 1)
        expect(isCreditorReference(swapped)).toBe(false)
      }
    }
  }
})

test('a new reference has no letter that looks like a digit, and none comes twice', () => {
  const made = Array.from({ length: 1_000 }, makeReference)
  for (const reference of made) expect(reference).toMatch(/^RF\d\d[B-DF-HJ-NP-TV-Z]{13}$/)
  expect(new Set(made).size).toBe(made.length)
})
