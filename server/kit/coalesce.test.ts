import { expect, test } from 'vitest'
import { Coalesced } from './coalesce.ts'

function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const promise = new Promise<void>(resolve => (open = resolve))
  return { promise, open }
}

test('what is asked for while a read is under way is read afterwards, all of it at once', async () => {
  const calls: string[][] = []
  const first = gate()
  const reads = new Coalesced<string, number>(async keys => {
    calls.push([...keys])
    if (calls.length === 1) await first.promise
    return keys.map(key => (key === 'none' ? undefined : calls.length))
  })
  const early = reads.find('a')
  await new Promise(setImmediate)
  const late = [reads.find('a'), reads.find('b'), reads.find('b'), reads.find('none')]
  first.open()
  expect(await early).toBe(1)
  expect(await Promise.all(late)).toEqual([2, 2, 2, undefined])
  expect(calls).toEqual([['a'], ['a', 'b', 'none']])
})

test('a failed read fails those that waited for it, and none that asked later', async () => {
  let calls = 0
  const reads = new Coalesced<string, number>(keys => {
    calls += 1
    return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve(keys.map(() => calls))
  })
  await expect(Promise.all([reads.find('a'), reads.find('b')])).rejects.toThrow('away')
  expect(await reads.find('a')).toBe(2)
})

test('as many calls as may be are under way at once, each of no more keys than it may have, and the next is sent before one is answered', async () => {
  const happened: string[] = []
  const gates = [gate(), gate(), gate()]
  let calls = 0
  const reads = new Coalesced<string, string>(
    async keys => {
      const call = gates[calls++]
      happened.push(`asked ${keys.join('')}`)
      await call?.promise
      return keys
    },
    { callsMax: 2, keysMax: 2 },
  )
  const found = ['a', 'b', 'c', 'd', 'e'].map(key => reads.find(key).then(value => happened.push(`found ${value}`)))
  await new Promise(setImmediate)
  expect(happened).toEqual(['asked ab', 'asked cd'])
  gates[1]?.open()
  await new Promise(setImmediate)
  expect(happened.slice(2)).toEqual(['asked e', 'found c', 'found d'])
  gates[0]?.open()
  gates[2]?.open()
  await Promise.all(found)
  expect(happened.slice(5).toSorted()).toEqual(['found a', 'found b', 'found e'])
})

test('a look-up that fails before it is under way fails its callers, and the next go on', async () => {
  let calls = 0
  const reads = new Coalesced<string, number>(keys => {
    calls += 1
    if (calls === 1) throw new Error('at once')
    return Promise.resolve(keys.map(() => calls))
  })
  await expect(reads.find('a')).rejects.toThrow('at once')
  expect(await reads.find('a')).toBe(2)
})
