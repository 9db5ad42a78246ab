import { expect, test } from 'vitest'
import { Awake } from './awake.ts'

const nextTurn = () => new Promise(setImmediate)

test('the event loop turns while many are waited for, and sleeps for few', async () => {
  const awake = new Awake()
  awake.expect(15)
  expect(awake.isTurning).toBe(false)
  awake.expect(1)
  expect(awake.isTurning).toBe(true)
  awake.come(1)
  await nextTurn()
  await nextTurn()
  expect(awake.isTurning).toBe(false)
})

test('what does not come soon is not waited for awake, until something comes', async () => {
  const awake = new Awake()
  awake.expect(100)
  await expect.poll(() => awake.isTurning, { interval: 2 }).toBe(false)
  awake.come(1)
  awake.expect(1)
  expect(awake.isTurning).toBe(true)
})
