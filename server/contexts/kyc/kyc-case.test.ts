import { kycStatuses } from '@florin/contract/shapes/user.ts'
import { expect, test } from 'vitest'
import { isFinal, statesOf } from '../../kit/machine.ts'
import {
  approve,
  expire,
  isUndecided,
  type KycCase,
  kycCaseMachine,
  newCase,
  reject,
  replaceDocument,
} from './kyc-case.ts'

const now = new Date('2026-03-02T09:30:00Z')
const later = new Date('2026-03-03T09:30:00Z')
const opened: KycCase = newCase(
  { partnerId: 'p', id: 'c', userId: 'u', externalUserId: 'x', documentType: 'PASSPORT' },
  now,
).next
const no = { reasons: ['blurred'], sealedReasons: Buffer.from('sealed') }
const decided = [approve(opened, 'k', later), reject(opened, 'k', no, later), expire(opened, later)]

test('the states are words of the contract', () => {
  for (const state of statesOf(kycCaseMachine)) expect(kycStatuses).toContain(state)
})

test('every decision ends the case, by a move of the table', () => {
  expect(isUndecided(opened)).toBe(true)
  expect(decided.map(({ next }) => next.state)).toEqual(Object.values(kycCaseMachine.moves.PENDING))
  for (const { next } of decided) {
    expect(isFinal(kycCaseMachine, next.state)).toBe(true)
    expect(next).toMatchObject({ decidedAt: later, updatedAt: later, version: 2 })
  }
})

test('a decided case cannot be decided again: that would be a bug, not an answer', () => {
  for (const { next } of decided) {
    expect(() => approve(next, 'k', later)).toThrow(/not possible/)
    expect(() => reject(next, 'k', no, later)).toThrow(/not possible/)
    expect(() => expire(next, later)).toThrow(/not possible/)
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
  expect(replaceDocument(opened, 'PASSPORT', later)).toBeUndefined()
  expect(replaceDocument(opened, 'ID_CARD', later)?.next).toMatchObject({ documentType: 'ID_CARD', version: 2 })
})
