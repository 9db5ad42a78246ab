import { expect, test } from 'vitest'
import { GatheredRead } from './gathered-read.ts'

function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const promise = new Promise<void>(resolve => (open = resolve))
  return { promise, open }
}

test('what is asked for while a read is under way is read afterwards, all of it at once', async () => {
  const calls: string[][] = []
  const first = gate()
  const reads = new GatheredRead<number>(async keys => {
    calls.push([...keys])
    if (calls.length === 1) await first.promise
    return new Map(keys.filter(key => key !== 'none').map(key => [key, calls.length]))
  })
  const early = reads.get('a')
  await new Promise(setImmediate)
  const late = [reads.get('a'), reads.get('b'), reads.get('b'), reads.get('none')]
  first.open()
  expect(await early).toBe(1)
  expect(await Promise.all(late)).toEqual([2, 2, 2, undefined])
  expect(calls).toEqual([['a'], ['a', 'b', 'none']])
})

test('a failed read fails those that waited for it, and none that asked later', async () => {
  let calls = 0
  const reads = new GatheredRead<number>(keys => {
    calls += 1
    return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve(new Map(keys.map(key => [key, calls])))
  })
  await expect(Promise.all([reads.get('a'), reads.get('b')])).rejects.toThrow('away')
  expect(await reads.get('a')).toBe(2)
})
