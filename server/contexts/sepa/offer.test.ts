import { expect, test } from 'vitest'
import { answerOffer, isBookedBy } from './offer.ts'

const now = new Date('2027-03-01T12:00:00Z')
const ids = { id: 'o', identity: Buffer.of(1), messageId: 'm', transactionIndex: 0, outgoingId: 'a' }
const offer = (given: { uetr: string | null; transactionId: string | null }) =>
  answerOffer({ ...ids, ...given, units: 100n }, null, now).next

test.each([
  ['its UETR', { uetr: 'u', transactionId: 't' }, { uetr: 'u', transactionId: 'x' }, true],
  [
    'another UETR, though the ids are alike',
    { uetr: 'u', transactionId: 't' },
    { uetr: 'v', transactionId: 't' },
    false,
  ],
  [
    'its id, where one of the two has no UETR',
    { uetr: 'u', transactionId: 't' },
    { uetr: null, transactionId: 't' },
    true,
  ],
  ['no id at all, as the offer', { uetr: 'u', transactionId: null }, { uetr: null, transactionId: null }, false],
])('an offer is known by what the bank has booked: %s', (_name, own, booked, isIt) => {
  expect(isBookedBy(offer(own), { ...booked, units: 100n })).toBe(isIt)
  expect(isBookedBy(offer(own), { ...booked, units: 101n })).toBe(false)
})
