import { expect, test } from 'vitest'
import { searchForms } from './personal-data.ts'

test('the same person is found however the data is written', () => {
  expect(searchForms.email(' Anna.Nowak@Example.COM ')).toBe('anna.nowak@example.com')
  expect(searchForms.phone('+48 600-100-200')).toBe(searchForms.phone('0048600100200'))
  expect(searchForms.lastName('  NOWÁK  de  Souza ')).toBe('nowak de souza')
  expect(searchForms.document('eh 12-34.56')).toBe('EH123456')
})

test('names of other scripts keep their letters', () => {
  expect(searchForms.lastName('ԱԲՐԱՀԱՄՅԱՆ')).toBe(searchForms.lastName('աբրահամյան'))
  expect(searchForms.lastName('გიორგაძე')).not.toBe(searchForms.lastName('გიორგაძა'))
  expect(searchForms.document('№ АБ123')).toBe('АБ123')
})
