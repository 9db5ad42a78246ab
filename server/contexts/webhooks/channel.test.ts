import { expect, test } from 'vitest'
import { Channel, limitMax, type Waiting } from './channel.ts'

const answer = (status: number | null, latencyMs = 5) => ({
  status,
  latencyMs,
  answer: null,
  error: null,
  isTimeout: status === null,
})
const waiting = (count: number): Waiting[] =>
  Array.from({ length: count }, (_, at) => ({ claimed: { sequence: BigInt(at) } }) as Waiting)

function hear(channel: Channel, status: number | null, times: number, latencyMs?: number, isCrowd = false): void {
  for (let n = 0; n < times; n += 1) channel.heard(answer(status, latencyMs), isCrowd)
}

test('an endpoint that answers may have more calls at once, up to a bound', () => {
  const channel = new Channel('one')
  hear(channel, 200, 10)
  expect(channel.limit).toBe(26)
  hear(channel, 500, 1_000)
  expect(channel.limit).toBe(limitMax)
})

test('one that hangs loses half with each time-out, down to one, and is then suspect', () => {
  const channel = new Channel('one')
  hear(channel, null, 1)
  expect([channel.limit, channel.isSuspect]).toEqual([8, false])
  hear(channel, null, 1)
  expect([channel.limit, channel.isSuspect]).toEqual([4, true])
  hear(channel, null, 100)
  expect(channel.limit).toBe(1)
  hear(channel, 200, 20)
  expect(channel.isSuspect).toBe(false)
})

test('no more is under way than the limit says', () => {
  const channel = new Channel('one')
  channel.put(waiting(100))
  let taken = 0
  while (channel.take() !== undefined) taken += 1
  expect(taken).toBe(16)
  expect(channel.queued).toBe(84)
  channel.inFlight -= 1
  expect(channel.take()).toBeDefined()
  expect(channel.take()).toBeUndefined()
})

test('what is in hand is what was claimed and not written down; who loses the queue lets go of what was not sent', () => {
  const channel = new Channel('one')
  channel.put(waiting(4))
  channel.take()
  channel.take()
  channel.letGo(0n)
  expect([...channel.inHand]).toEqual([1n, 2n, 3n])
  channel.lose()
  expect([...channel.inHand]).toEqual([1n])
  expect(channel.take()).toBeUndefined()
  expect(channel.isIdle).toBe(false)
  channel.letGo(1n)
  expect(channel.isIdle).toBe(true)
})

test('in a crowd one that is quick gets by with few calls at once, one that is not keeps what it has', () => {
  const quick = new Channel('one')
  hear(quick, 200, 100)
  expect(quick.limit).toBe(limitMax)
  hear(quick, 200, 100, 5, true)
  expect([quick.limit, quick.isSuspect]).toEqual([8, false])
  hear(quick, 200, 10)
  expect(quick.limit).toBe(18)
  const slow = new Channel('two')
  hear(slow, 200, 100, 80, true)
  expect(slow.limit).toBe(limitMax)
})

test('more is fetched when half of what should be at hand is gone; for a slow endpoint less is kept at hand', () => {
  const channel = new Channel('one')
  expect(channel.wants).toBe(512)
  channel.put(waiting(256))
  expect(channel.wants).toBe(256)
  channel.put(waiting(1))
  expect(channel.wants).toBe(0)
  const slow = new Channel('two')
  hear(slow, 200, 48, 3_000)
  expect([slow.limit, slow.wants]).toEqual([64, 64])
})

test('three failures in a row are news, and so is the first success after them', () => {
  const channel = new Channel('one')
  expect([500, 404, 200, 500, 500, null, 500, 200, 200].map(status => channel.heard(answer(status), false))).toEqual([
    undefined,
    undefined,
    'recovered',
    undefined,
    undefined,
    'failing',
    undefined,
    'recovered',
    undefined,
  ])
})
