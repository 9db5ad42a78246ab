import { expect, test } from 'vitest'
import type { JournalEntry } from '../../kit/work/decision.ts'
import { houseAccount } from '../ledger/index.ts'
import type { User } from '../users/index.ts'
import { arrive, creditArrival, creditFromSuspense, type Owner, suspendArrival } from './deposit.ts'
import { recallArrival } from './deposit-return.ts'

const now = new Date('2026-03-02T09:30:00.000Z')
const later = new Date('2026-03-05T09:30:00.000Z')
const partnerId = '01980000-0000-7000-8000-000000000001'
const owner: Owner = {
  partnerId,
  ownerId: 'u',
  externalUserId: 'anna',
  accountId: 'account-of-anna',
  dataKeyId: 'k',
  isGone: false,
  holder: { kind: 'partner', name: 'x' },
}
const slip = { senderName: 'A', senderIban: 'I', senderBic: '', remittance: 'R', endToEndId: '' }
const arrived = arrive(
  {
    endToEndIndex: null,
    id: 'd',
    messageId: 'm',
    partnerId,
    keyPartnerId: partnerId,
    dataKeyId: 'k',
    sealed: Buffer.of(1),
    match: { owner, by: 'reference', withReference: true },
    payment: {
      entryIndex: 0,
      transactionIndex: 0,
      identity: Buffer.of(2),
      entryReference: 'S',
      bookingDay: '2026-03-01',
      scheme: 'SCT',
      transactionId: null,
      uetr: null,
      units: 1234n,
      valueDate: '2026-03-01',
      bankReference: 'S',
      creditorIban: null,
      references: [],
      returnOf: undefined,
      slip,
    },
  },
  now,
)

/** What each account gets by the entries. */
function netOf(entries: readonly JournalEntry[]): Record<string, bigint> {
  const net: Record<string, bigint> = {}
  for (const { debit, credit, money } of entries.flatMap(({ lines }) => lines)) {
    net[debit] = (net[debit] ?? 0n) - money.units
    net[credit] = (net[credit] ?? 0n) + money.units
  }
  return Object.fromEntries(Object.entries(net).filter(([, units]) => units !== 0n))
}

const bankAccount = houseAccount(partnerId, 'bank-safeguarding', 'eur')
const suspense = houseAccount(partnerId, 'suspense', 'eur')

test('credited at once: the bank’s account and the owner’s both grow, nothing stays in transit', () => {
  const { next, post = [], tell, emit } = creditArrival(arrived, owner, slip)
  expect(next).toMatchObject({ state: 'CREDITED', creditedAt: now, version: 1 })
  expect(netOf(post)).toEqual({ [bankAccount]: -1234n, 'account-of-anna': 1234n })
  expect(tell).toHaveLength(1)
  expect(emit).toHaveLength(1)
})

test('in suspense: the money is there, nobody is told', () => {
  const { next, post = [], tell, emit } = suspendArrival(arrived, 'user-not-verified', { days: 10 })
  expect(next).toMatchObject({ state: 'IN_SUSPENSE', suspenseReason: 'user-not-verified', creditedAt: null })
  expect(netOf(post)).toEqual({ [bankAccount]: -1234n, [suspense]: 1234n })
  expect([tell, emit]).toEqual([undefined, undefined])
})

test('out of suspense: in all, the owner has what the bank’s account has, and is told then', () => {
  const first = suspendArrival(arrived, 'user-not-verified', { days: 10 })
  const { next, post = [], emit } = creditFromSuspense(first.next, owner, slip, later)
  expect(next).toMatchObject({ state: 'CREDITED', suspenseReason: null, creditedAt: later, version: 2 })
  expect(netOf([...(first.post ?? []), ...post])).toEqual({ [bankAccount]: -1234n, 'account-of-anna': 1234n })
  expect(emit).toMatchObject([{ type: 'sepa_deposit.status', body: { amount: '12.34', transferTitle: 'R' } }])
})

test('a user of a partner with KYC uses a limit by it, and gets that back, in the window of then, when it is recalled', () => {
  const limited: Owner = { ...owner, holder: { kind: 'user', user: { model: 'kyc' } as User } }
  const { next, use } = creditArrival(arrived, limited, slip)
  expect(use).toEqual([{ ownerId: 'u', operation: 'DEPOSIT', eurCents: 1234n }])
  const back = recallArrival(next, limited, slip, { outgoingId: 'o', lineId: 'l' }, later)
  expect(back.use).toEqual([{ ownerId: 'u', operation: 'DEPOSIT', eurCents: -1234n, takenAt: now }])
  expect(creditArrival(arrived, owner, slip).use).toEqual([])
  expect(recallArrival(next, owner, slip, { outgoingId: 'o', lineId: 'l' }, later).use).toEqual([])
})

test('no deposit is credited twice', () => {
  const { next } = creditArrival(arrived, owner, slip)
  expect(() => creditFromSuspense(next, owner, slip, later)).toThrow('credit is not possible in CREDITED')
})
