import { expect, test } from 'vitest'
import { addressChecks, daysIn } from './address-checks.ts'
import type { PaperReading, StatedAddress } from './identity-reading.ts'
import { rate, ruleOn } from './ruling.ts'

const stated: StatedAddress = {
  firstName: 'Անի',
  lastName: 'Petrosyan',
  address: 'Abovyan 12',
  city: 'Yerevan',
  postCode: '0010',
  today: '2026-03-02',
}
const bill = [
  'Electric Networks of Armenia',
  'Ani Petrosyan',
  '0010 Yerevan, Abovyan str. 12',
  'Date: 2026-02-11',
  'Due: 2026-03-20',
]
const reading = (...lines: string[]): PaperReading => ({
  pages: [lines.join('\n')],
  isText: true,
  confidence: null,
  reader: 'test',
})
const found = (paper: PaperReading, change: Partial<StatedAddress> = {}): string[] =>
  addressChecks.flatMap(check => check.judge({ stated: { ...stated, ...change }, reading: paper }).reasons)

test('a bill with name, address and a date of these months is a proof, in whatever order and letters', () => {
  expect(found(reading(...bill))).toEqual([])
  expect(found(reading(...bill.toReversed()))).toEqual([])
  // Read from a picture: a letter wrong here and there.
  expect(found(reading(...bill.map(line => line.replace('Petrosyan', 'Petrosyen'))))).toEqual([])
})

test('another name, another place, an old date, no date and nothing to read are each its own reason', () => {
  expect(found(reading(...bill), { lastName: 'Sargsyan' })).toEqual(['ADDRESS_NAME_MISMATCH'])
  expect(found(reading(...bill), { address: 'Tumanyan 7', city: 'Gyumri' })).toEqual(['ADDRESS_MISMATCH'])
  expect(found(reading(...bill), { today: '2026-05-11' })).toEqual([])
  const dated = bill.filter(line => !line.startsWith('Due'))
  expect(found(reading(...dated), { today: '2026-05-12' })).toEqual(['ADDRESS_TOO_OLD'])
  expect(found(reading(...bill.slice(0, 3)))).toEqual(['ADDRESS_DATE_MISSING'])
  expect(found(reading('Էլեկտրա'))).toEqual(['ADDRESS_UNREADABLE'])
})

test('a document in another script goes to a person as unread, and no date on it rejects anybody', () => {
  const papers = {
    Georgian: [
      'თელასი, ელექტროენერგიის ქვითარი',
      'ანა ნოვაკი',
      'რუსთაველის გამზირი 12, თბილისი',
      'ხელშეკრულება 01.02.2019',
    ],
    Armenian: ['Հայաստանի էլեկտրական ցանցեր', 'Աննա Նովակ', 'Մաշտոցի պողոտա 12, Երևան', 'Պայմանագիր 01.02.2019'],
    Ukrainian: ['Київські електромережі', 'Анна Новак', 'вулиця Хрещатик 12, Київ', 'Договір 01.02.2019'],
    Hebrew: ['חברת החשמל לישראל בעם', 'אנה נובק', 'רחוב הרצל 12, תל אביב', 'חשבון חוזה 01.02.2019'],
  }
  for (const [script, lines] of Object.entries(papers)) {
    const results = addressChecks.map(check => rate(check.name, check.judge({ stated, reading: reading(...lines) })))
    expect(ruleOn(results), script).toMatchObject({ outcome: 'IN_REVIEW', reasons: ['ADDRESS_UNREADABLE'] })
  }
  // As it comes from a picture: letters that mean nothing.
  const read = { ...reading(...bill.slice(0, 3), 'bgemdgatemgds 01.02.2019'), isText: false, confidence: 39 }
  expect(found(read)).toEqual(['ADDRESS_UNREADABLE'])
})

test('days are read as people write them, and only real ones', () => {
  expect(daysIn('11.02.2026 and 2026-02-12, 13/02/2026')).toEqual(['2026-02-12', '2026-02-11', '2026-02-13'])
  expect(daysIn('14 February 2026; 5th Mar 2026')).toEqual(['2026-02-14', '2026-03-05'])
  expect(daysIn('31.02.2026, 2026-13-01, tel. 12 34 2026')).toEqual([])
})
