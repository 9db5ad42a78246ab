import { expect, test } from 'vitest'
import type { Entry, TransactionDetails } from '../../iso20022/index.ts'
import { makeReference } from '../users/index.ts'
import { type EntryPlace, type Payment, readEntry } from './payment.ts'

const ours = 'LT499999931415926535'
const place: EntryPlace = { accountIban: ours, ourIban: ours, messageId: 'M1', entryIndex: 3 }
const eur = (units: bigint) => ({ currency: 'EUR', units })

const transaction = (change: Partial<TransactionDetails> = {}): TransactionDetails => ({
  endToEndId: 'E1',
  amount: eur(1000n),
  debtor: { name: 'Zoë' },
  debtorAccount: { iban: 'FR7630006000011234567890189' },
  creditorAccount: { iban: 'LT219999937596266422' },
  remittanceInformation: { unstructured: ['rent', 'march'] },
  ...change,
})
const entry = (transactions: readonly TransactionDetails[], change: Partial<Entry> = {}): Entry => ({
  amount: eur(transactions.reduce((sum, { amount }) => sum + (amount?.units ?? 0n), 0n)),
  creditDebitIndicator: 'CRDT',
  status: 'BOOK',
  bookingDate: '2026-03-02',
  valueDate: '2026-03-03',
  accountServicerReference: 'S1',
  bankTransactionCode: {},
  entryDetails: [{ transactionDetails: transactions }],
  ...change,
})
const payments = (given: Entry, at: Partial<EntryPlace> = {}): readonly Payment[] => {
  const reading = readEntry(given, { ...place, ...at })
  return reading.kind === 'payments' ? reading.payments : []
}
const identityOf = (given: Entry, at: Partial<EntryPlace> = {}): string =>
  payments(given, at)
    .map(({ identity }) => identity.toString('hex'))
    .join()

test('a credit is one payment with all that the payer wrote', () => {
  expect(payments(entry([transaction()]))).toMatchObject([
    {
      entryIndex: 3,
      transactionIndex: 0,
      units: 1000n,
      valueDate: '2026-03-03',
      bankReference: 'S1',
      creditorIban: 'LT219999937596266422',
      slip: {
        senderName: 'Zoë',
        senderIban: 'FR7630006000011234567890189',
        remittance: 'rent march',
        endToEndId: 'E1',
      },
    },
  ])
})

test('a batch booking is as many payments as it lists, each itself', () => {
  const batch = payments(entry([transaction(), transaction({ amount: eur(5n) })]))
  expect(batch.map(({ units }) => units)).toEqual([1000n, 5n])
  expect(new Set(batch.map(({ identity }) => identity.toString('hex'))).size).toBe(2)
})

test('a credit that says nothing about itself is still a payment', () => {
  expect(payments(entry([], { amount: eur(7n) }))).toMatchObject([{ units: 7n, slip: { senderName: '' } }])
})

test('the account got what was booked, whatever one payment says before charges', () => {
  expect(payments(entry([transaction()], { amount: eur(990n) }))).toMatchObject([{ units: 990n }])
})

test('the reference is found in the text, in the structured reference and in the end-to-end id', () => {
  const reference = makeReference()
  for (const change of [
    { remittanceInformation: { unstructured: [`for ${reference}`] } },
    { remittanceInformation: { structured: [{ creditorReference: reference }] } },
    { remittanceInformation: {}, endToEndId: reference },
  ]) {
    expect(payments(entry([transaction(change)]))[0]?.references).toEqual([reference])
  }
})

test.each([
  ['other-currency', entry([transaction()], { amount: { currency: 'USD', units: 1000n } }), {}],
  ['other-account', entry([transaction()]), { accountIban: 'LT219999937596266422' }],
  ['amounts-differ', entry([transaction(), transaction()], { amount: eur(1999n) }), {}],
  ['amounts-differ', entry([transaction(), transaction({ amount: { currency: 'USD', units: 5n } })]), {}],
])('%s is unexplained, and never booked as a deposit', (reason, given, at) => {
  expect(readEntry(given, { ...place, ...at })).toMatchObject({ kind: 'unexplained', reason, bankReference: 'S1' })
})

test('what was taken is a debit, and never a deposit', () => {
  const id = '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c24'
  const told = entry([transaction({ endToEndId: id.replaceAll('-', '') })], { creditDebitIndicator: 'DBIT' })
  expect(readEntry(told, place)).toMatchObject({ kind: 'debits', debits: [{ ourId: id, units: 1000n }] })
})

test.each(['PDNG', 'INFO', 'FUTR'])('what is %s only is not booked', status => {
  expect(readEntry(entry([transaction()], { status }), place)).toEqual({ kind: 'not-booked' })
})

test('a payment is the same wherever it is told, by the bank’s own reference', () => {
  const told = entry([transaction()])
  expect(identityOf(told, { messageId: 'M2', entryIndex: 9 })).toBe(identityOf(told))
  expect(identityOf(entry([transaction()], { accountServicerReference: 'S2' }))).not.toBe(identityOf(told))
})

test('without a bank’s reference the UETR is it, then the end-to-end id with sender, amount and day, then the place', () => {
  const nameless = (change: Partial<TransactionDetails>, at: Partial<EntryPlace> = {}, more: Partial<Entry> = {}) => {
    const { accountServicerReference: _, ...given } = entry([transaction(change)], more)
    return identityOf(given, at)
  }
  const elsewhere = { messageId: 'M2', entryIndex: 0 }
  const uetr = 'eb6305c9-1f7f-49de-aed0-16487c27b42d'
  expect(nameless({ uetr }, elsewhere)).toBe(nameless({ uetr }))
  expect(nameless({}, elsewhere)).toBe(nameless({}))
  expect(nameless({}, {}, { bookingDate: '2026-04-02' })).not.toBe(nameless({}))
  expect(nameless({ endToEndId: 'E2' })).not.toBe(nameless({}))
  expect(nameless({ endToEndId: 'NOTPROVIDED' }, elsewhere)).not.toBe(nameless({ endToEndId: 'NOTPROVIDED' }))
  expect(nameless({ endToEndId: 'NOTPROVIDED' })).toBe(nameless({ endToEndId: 'NOTPROVIDED' }))
})
