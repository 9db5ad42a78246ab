import { expect, test } from 'vitest'
import { elapsedMs } from './clock/clock.ts'
import { LoopWatch } from './loop-watch.ts'

test('a process that does nothing but work is busy, and is not when it waits again', async () => {
  const watch = new LoopWatch()
  watch.look(elapsedMs())
  const until = elapsedMs() + 200
  while (elapsedMs() < until);
  watch.look(elapsedMs())
  expect(watch.isBusy).toBe(true)
  await expect
    .poll(() => {
      watch.look(elapsedMs())
      return watch.isBusy
    })
    .toBe(false)
})
