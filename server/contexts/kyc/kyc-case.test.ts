import { kycStatuses } from '@florin/contract/shapes/user.ts'
import { expect, test } from 'vitest'
import { isFinal, statesOf } from '../../kit/machine.ts'
import { needsSecond } from '../review/index.ts'
import {
  approve,
  approveFirst,
  ask,
  expire,
  isUndecided,
  type KycCase,
  kycCaseMachine,
  lapse,
  newCase,
  reject,
  replaceDocument,
  review,
} from './kyc-case.ts'

const now = new Date('2026-03-02T09:30:00Z')
const later = new Date('2026-03-03T09:30:00Z')
const opened: KycCase = newCase(
  { partnerId: 'p', id: 'c', userId: 'u', externalUserId: 'x', documentType: 'PASSPORT', challenge: null },
  now,
).next
const no = { reasons: ['blurred'], sealedReasons: Buffer.from('sealed') }
const decided = [approve(opened, 'k', later), reject(opened, 'k', no, later), expire(opened, later)]

test('the states are words of the contract', () => {
  for (const state of statesOf(kycCaseMachine)) expect(kycStatuses).toContain(state)
})

test('every decision ends the case, by a move of the table, and only the clock moves an approved one', () => {
  expect(isUndecided(opened)).toBe(true)
  expect(decided.map(({ next }) => next.state)).toEqual(['APPROVED', 'REJECTED', 'EXPIRED'])
  for (const { next } of decided) {
    expect(isFinal(kycCaseMachine, next.state)).toBe(next.state !== 'APPROVED')
    expect(next).toMatchObject({ decidedAt: later, updatedAt: later, version: 2 })
  }
})

test('a decided case cannot be decided again: that would be a bug, not an answer', () => {
  for (const { next } of decided) {
    expect(() => approve(next, 'k', later)).toThrow(/not possible/)
    expect(() => reject(next, 'k', no, later)).toThrow(/not possible/)
  }
})

test('a verdict is told once, and sealed where it says why', () => {
  const [approved, rejected, expired] = decided
  expect(approved?.emit).toEqual([
    {
      type: 'kyc.status',
      subject: 'u',
      version: 1,
      body: { externalUserId: 'x', status: 'APPROVED', rejectionReasons: [] },
    },
  ])
  expect(rejected?.emit).toEqual([
    {
      type: 'kyc.status',
      subject: 'u',
      version: 1,
      body: { externalUserId: 'x', status: 'REJECTED', rejectionReasons: ['blurred'] },
      dataKeyId: 'k',
    },
  ])
  expect(expired?.emit).toBeUndefined()
})

test('another document of the same kind changes nothing about the case', () => {
  expect(replaceDocument(opened, { documentType: 'PASSPORT', challenge: null }, later)).toBeUndefined()
  expect(replaceDocument(opened, { documentType: 'ID_CARD', challenge: null }, later)?.next).toMatchObject({
    documentType: 'ID_CARD',
    version: 2,
  })
})

test('what the checks cannot decide a person does; who is asked again waits as at first', () => {
  const looked = review(opened, 'k', { risk: 'HIGH' }, later)
  expect(looked.next).toMatchObject({ state: 'IN_REVIEW', risk: 'HIGH', decidedAt: null })
  expect(looked.emit?.[0]?.body).toMatchObject({ status: 'IN_REVIEW', rejectionReasons: [] })
  const asked = ask(
    { ...looked.next, claimedBy: 'operator:jo', claimedAt: now, approvedBy: 'operator:jo' },
    'k',
    no,
    later,
  )
  expect(asked.next).toMatchObject({
    state: 'PENDING',
    claimedBy: null,
    approvedBy: null,
    sealedReasons: no.sealedReasons,
  })
  expect(asked.emit?.[0]).toMatchObject({ body: { status: 'PENDING', rejectionReasons: ['blurred'] }, dataKeyId: 'k' })
  expect(() => ask(opened, 'k', no, later)).toThrow(/not possible/)
  expect(() => review(looked.next, 'k', { risk: 'LOW' }, later)).toThrow(/not possible/)
})

test('a high risk needs two operators, whoever comes first; nobody counts twice', () => {
  const high = review(opened, 'k', { risk: 'HIGH' }, later).next
  expect(needsSecond(high, [high.risk, 'LOW'], 'operator:jo')).toBe(true)
  const once = approveFirst(high, 'operator:jo', later).next
  expect(needsSecond(once, [once.risk, 'LOW'], 'operator:jo')).toBe(true)
  expect(needsSecond(once, [once.risk, 'LOW'], 'operator:mia')).toBe(false)
  const medium = review(opened, 'k', { risk: 'MEDIUM' }, later).next
  expect(needsSecond(medium, [medium.risk, 'MEDIUM'], 'operator:jo')).toBe(false)
  // Of the person, whatever the checks made of the documents.
  expect(needsSecond(medium, [medium.risk, 'HIGH'], 'operator:jo')).toBe(true)
})

test('an approval ends with the validity of the document, and is told', () => {
  const [approved] = decided
  const ended = approved && lapse(approved.next, 'k', later)
  expect(ended?.next).toMatchObject({ state: 'EXPIRED', decidedAt: later })
  expect(ended?.emit?.[0]?.body).toMatchObject({ status: 'EXPIRED' })
})
