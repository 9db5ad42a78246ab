import { isValidIBAN } from 'ibantools'
import { expect, test } from 'vitest'
import { ibanOf, isInRange, parseIban } from './iban.ts'

const range = { country: 'LT', bankCode: '99999' }

test.each([
  range,
  { country: 'DE', bankCode: '99999999' },
  { country: 'NL', bankCode: 'FLRN' },
  { country: 'IE', bankCode: 'FLRN999999' },
  { country: 'AT', bankCode: '99999' },
])('an IBAN in $country has right check digits, lies in its range, and no two numbers share one', own => {
  const ibans = Array.from({ length: 500 }, (_, number) => ibanOf(own, BigInt(number)))
  for (const iban of ibans) {
    expect(isValidIBAN(iban), iban).toBe(true)
    expect(isInRange(own, iban), iban).toBe(true)
  }
  expect(new Set(ibans).size).toBe(500)
})

test('the IBAN of a number never changes: money is still paid to those that were given out', () => {
  expect(ibanOf(range, 0n)).toBe('LT499999931415926535')
  expect(ibanOf(range, 1n)).toBe('LT219999937596266422')
})

test.each([
  ['an unknown country', { country: 'XX', bankCode: '1' }],
  ['a bank code that is too long', { country: 'LT', bankCode: '9999999999999' }],
  ['a bank code that does not fit', { country: 'LT', bankCode: 'ABCDE' }],
  ['a country with check digits inside its account numbers', { country: 'BE', bankCode: '999' }],
])('%s makes no IBANs', (_name, own) => {
  // One in 97 numbers passes a country's inner check digits by chance.
  expect(() => Array.from({ length: 9 }, (_, number) => ibanOf(own, BigInt(number)))).toThrow(RangeError)
})

test.each([
  ['LT49 9999 9314 1592 6535', 'LT499999931415926535'],
  ['lt499999931415926535', 'LT499999931415926535'],
  ['DE89-3704-0044-0532-0130-00', 'DE89370400440532013000'],
])('%s is read as %s', (text, iban) => {
  expect(parseIban('senderIban', text)).toBe(iban)
})

test.each([
  ['', 'is empty'],
  ['hello', 'does not begin with a country that has IBANs'],
  ['XX82WEST12345698765432', 'does not begin with a country that has IBANs'],
  ['DE8937040044053201300', 'does not have the length of its country'],
  ['DE8937040044053201300X', 'does not have the form of its country'],
  ['DEX9370400440532013000', 'has check digits that are no digits'],
  ['DE88370400440532013000', 'has wrong check digits'],
  ['BE68539007547035', 'has wrong check digits'],
  ['TR330006100519786457841326', 'is of a country outside SEPA'],
])('%s is refused: it %s', (text, fault) => {
  expect(() => parseIban('destinationIban', text)).toThrow(`destinationIban ${fault}`)
})
