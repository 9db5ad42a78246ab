import { expect, test } from 'vitest'
import { explainReason, REASON_CODES, type ReasonKind } from './reason-codes.ts'

test('each code that the rulebooks name is explained in a sentence', () => {
  const named: [ReasonKind, string][] = [
    ['reject', 'AB05 AB06 AB07 AB08 AB09 AB10 AC01 AC04 AC06 AG01 AG02 AM04 AM05 BE04 CNOR DNOR ED05 FF01 MD07'],
    ['reject', 'MS02 MS03 RC01 RR01 RR02 RR03 RR04 SL01 TM01 FR01 TECH'],
    ['return', 'AC01 AC04 AC06 AG01 AG02 AM05 BE04 CNOR DNOR ERIN FOCR FR01 MD07 MS02 MS03 RC01 RR01 RR02 RR03 RR04'],
    ['recall', 'AC03 AM09 CUST DUPL FRAD TECH'],
    ['recallAnswer', 'AC04 AM04 ARDT CUST LEGL NOAS NOOR RR04'],
  ]
  for (const [kind, codes] of named) {
    for (const code of codes.split(' '))
      expect(REASON_CODES[code]?.texts[kind], `${code} ${kind}`).toMatch(/^[A-Z].*\.$/)
  }
})

test('the same code says different things in different places', () => {
  expect(explainReason('CUST', 'recall')).toBe('The sender asks for the money back.')
  expect(explainReason('CUST', 'recallAnswer')).toBe('The receiver does not agree to give the money back.')
})

test('an unknown, misplaced or missing code still gives a sentence', () => {
  expect(explainReason('ZZ99', 'return')).toBe('The bank returned the payment (reason code ZZ99).')
  expect(explainReason('constructor', 'reject')).toBe('The bank rejected the payment (reason code constructor).')
  expect(explainReason(undefined, 'recall')).toBe('The payment was recalled; no reason was given.')
  expect(explainReason('NOAS', 'reject')).toBe('The receiver did not answer the recall.')
})
