import { expect, test } from 'vitest'
import { country, email, houseNumber, pesel, phone } from './identity-fields.ts'
import { JsonNumber } from './json-number.ts'

test('a phone is 6 to 15 digits with an optional +', () => {
  for (const good of ['123456', '+48123456789', '123456789012345']) expect(phone.safeParse(good).success).toBe(true)
  for (const bad of ['12345', '1234567890123456', '+48 123 456', '00-1', '++48123456', '', 5]) {
    expect(phone.safeParse(bad).success).toBe(false)
  }
})

test('a country is an assigned alpha-2 code in any letter case', () => {
  expect(country.parse('pl')).toBe('PL')
  for (const bad of ['XX', 'POL', '', 'UK', 7]) expect(country.safeParse(bad).success).toBe(false)
})

test('a pesel has 11 digits, and a wrong check digit is not refused', () => {
  expect(pesel.safeParse('44051401358').success).toBe(true)
  expect(pesel.safeParse('44051401359').success).toBe(true)
  for (const bad of ['4405140135', '440514013588', '4405140135a']) expect(pesel.safeParse(bad).success).toBe(false)
})

test('an email has one @ and a domain with a dot', () => {
  for (const good of ['a@b.co', 'first.last+tag@sub.example.com']) expect(email.safeParse(good).success).toBe(true)
  for (const bad of ['a', 'a@b', 'a@@b.co', 'a b@c.de', 'a@-b.co', '@b.co', `${'a'.repeat(250)}@b.co`]) {
    expect(email.safeParse(bad).success).toBe(false)
  }
})

test('a house number may be a JSON number', () => {
  expect(houseNumber.parse(new JsonNumber('12'))).toBe('12')
  expect(houseNumber.parse('12a')).toBe('12a')
})
