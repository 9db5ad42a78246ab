import { expect, test } from 'vitest'
import { isWanted } from './events.ts'

test('without a choice a partner hears that a user is active, and nothing of suspension', () => {
  expect(isWanted('user.status', 'ACTIVE', null)).toBe(true)
  expect(isWanted('user.status', 'SUSPENDED', null)).toBe(false)
  expect(isWanted('transfer.status', 'COMPLETED', null)).toBe(true)
})

test('a partner that names a type gets every body of it and of no other type', () => {
  expect(isWanted('user.status', 'DELETED', ['user.status'])).toBe(true)
  expect(isWanted('transfer.status', 'COMPLETED', ['user.status'])).toBe(false)
  expect(isWanted('user.status', 'ACTIVE', [])).toBe(false)
})
