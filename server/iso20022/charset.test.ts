import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EPC_MAX_LENGTH, epcIdFault, isEpcText, toEpcText } from './charset.ts'
import { epcFaults } from './epc-rules.ts'

function sent(raw: string): string {
  const result = toEpcText(raw, 140)
  return result.ok ? result.text : result.reason
}

test('the EPC set passes untouched', () => {
  const set = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ x"
  expect(toEpcText(set, 140)).toEqual({ ok: true, text: set, changed: false })
})

test('names of every script that our users write in become Latin', () => {
  expect(sent('Łukasz Żółć')).toBe('Lukasz Zolc')
  expect(sent('Jürgen Groß')).toBe('Jurgen Gross')
  expect(sent('Ægir Þórsson')).toBe('Aegir Thorsson')
  expect(sent('Олександр Шевченко')).toBe('Oleksandr Shevchenko')
  expect(sent('Γιώργος')).toBe('Giorgos')
  expect(sent('გიორგი')).toBe('giorgi')
  expect(sent('Cafe\u0301')).toBe('Cafe')
})

test('signs follow the table of EPC217-08, white space becomes a blank, invisible characters go', () => {
  expect(sent('a!#$%*<=>@^b')).toBe('a..........b')
  expect(sent('[{x}];\\|_~`&"')).toBe("((x)),//--'+'")
  expect(sent('50 € – “rent”…')).toBe("50 EUR - 'rent'...")
  expect(sent(' one\u00a0two\nthree\u200b ')).toBe('one two three')
})

test('what has no Latin form is refused with the character named, and nothing is ever cut off', () => {
  expect(toEpcText('hi 😀', 140)).toEqual({
    ok: false,
    reason: 'the character "😀" (U+1F600) cannot be sent in a SEPA payment',
  })
  expect(sent('a\u0000b')).toBe('the character U+0000 cannot be sent in a SEPA payment')
  expect(sent('a\ud800b')).toBe('the character U+D800 cannot be sent in a SEPA payment')
  expect(sent('\u200b ')).toBe('the text is empty')
  expect(toEpcText('ß'.repeat(36), EPC_MAX_LENGTH.name)).toEqual({
    ok: false,
    reason: '72 characters as sent, at most 70 are allowed',
  })
})

test('whatever comes in, what goes out is in the set, short enough, and stays as it is the second time', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), raw => {
      const first = toEpcText(raw, 140)
      if (!first.ok) return
      expect(isEpcText(first.text)).toBe(true)
      expect(first.text.length).toBeLessThanOrEqual(140)
      expect(toEpcText(first.text, 140)).toEqual({ ok: true, text: first.text, changed: false })
    }),
    { numRuns: 2000 },
  )
})

test('identifications are refused rather than changed', () => {
  expect(epcIdFault('FLORIN-2026/03')).toBeUndefined()
  expect(epcIdFault('')).toBe('the identification is empty')
  expect(epcIdFault('x'.repeat(36))).toBe('longer than 35 characters')
  expect(epcIdFault('É1')).toBe('a character outside the EPC character set')
  for (const id of ['/a', 'a/', 'a//b']) expect(epcIdFault(id)).toBe('a slash at an end, or two of them together')
})

test('a message that the schema allows and the schemes do not is found out, each fault with its path', () => {
  const message = {
    groupHeader: {
      messageIdentification: '/M',
      totalInterbankSettlementAmount: { currency: 'EUR', units: 10n ** 12n },
    },
    transactions: [
      {
        endToEndId: 'E1',
        amount: { currency: 'EUR', units: 0n },
        instructedAmount: { currency: 'PLN', units: 5n },
        interbankSettlementAmount: { currency: 'EUR', units: 10n ** 11n },
        debtor: { name: 'x'.repeat(71), unknown: { Foo: 'é' } },
        creditor: { name: 'José', postalAddress: { country: 'ES' } },
        remittanceInformation: { unstructured: ['a', 'b'] },
      },
    ],
  }
  expect(epcFaults(message)).toEqual([
    { path: 'groupHeader.messageIdentification', reason: 'a slash at an end, or two of them together' },
    { path: 'transactions.0.amount', reason: 'below 0.01 EUR' },
    { path: 'transactions.0.instructedAmount', reason: 'not in EUR' },
    { path: 'transactions.0.interbankSettlementAmount', reason: 'above 999,999,999.99 EUR' },
    { path: 'transactions.0.debtor.name', reason: 'longer than 70 characters' },
    { path: 'transactions.0.creditor.name', reason: 'a character outside the EPC character set' },
    { path: 'transactions.0.remittanceInformation', reason: 'more than one remittance line' },
  ])
})
