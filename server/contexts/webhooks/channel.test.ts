import { expect, test } from 'vitest'
import { Channel } from './channel.ts'
import type { Claimed } from './delivery-store.ts'
import type { OpenedEndpoint } from './endpoint-book.ts'
import { Share } from './share.ts'

const answer = (status: number | null, latencyMs = 5) => ({
  status,
  latencyMs,
  answer: null,
  error: null,
  isTimeout: status === null,
})
const now = new Date(0)

/** One server for everything, another for exchanges. */
const endpoint = (version = 1): OpenedEndpoint =>
  ({
    version,
    urlFor: (type: string) => (type === 'exchange.status' ? 'https://two.test/exchange' : `https://one.test/${type}`),
  }) as unknown as OpenedEndpoint

const claimed = (count: number, type = 'transfer.status', from = 0): Claimed[] =>
  Array.from({ length: count }, (_, at) => ({ sequence: BigInt(from + at), type }) as Claimed)

test('what is in hand is what was claimed and not written down; who loses the queue lets go of what was not sent', () => {
  const channel = new Channel('one')
  channel.put(claimed(4), endpoint(), now)
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

test('more is fetched when half of what should be at hand is gone', () => {
  const channel = new Channel('one')
  expect(channel.wants).toBe(512)
  channel.put(claimed(256), endpoint(), now)
  expect(channel.wants).toBe(256)
  channel.put(claimed(1, 'transfer.status', 256), endpoint(), now)
  expect(channel.wants).toBe(0)
})

test('a server that hangs is passed over: what is due for another is fetched and sent', () => {
  const channel = new Channel('one')
  channel.put(claimed(100, 'exchange.status'), endpoint(), now)
  for (let n = 0; n < 16; n += 1) channel.take()
  expect(channel.take()).toBeUndefined()
  expect(channel.wants).toBeGreaterThan(0)
  channel.put(claimed(2, 'transfer.status', 100), endpoint(), now)
  expect([channel.take(), channel.take(), channel.take()].map(one => one?.claimed.sequence)).toEqual([
    100n,
    101n,
    undefined,
  ])
})

test('what a server with little room has too much of is handed back, and what is for another is not', () => {
  const channel = new Channel('one')
  const [first] = channel.put(claimed(1, 'exchange.status'), endpoint(), now)
  expect(first).toBeUndefined()
  const share = channel.take()?.share as Share
  for (let n = 0; n < 10; n += 1) channel.heard(share, answer(null, 10_000), false)
  const beyond = channel.put(
    [...claimed(300, 'exchange.status', 1), ...claimed(300, 'kyc.status', 301)],
    endpoint(),
    now,
  )
  expect(beyond.map(({ claimed: { sequence } }) => Number(sequence))).toEqual(
    Array.from({ length: 43 }, (_, at) => at + 258),
  )
})

test('with a time-out what waits beyond the smaller share is let go, to be claimed when its time comes', () => {
  const channel = new Channel('one')
  channel.put(claimed(512), endpoint(), now)
  const share = channel.take()?.share as Share
  for (let n = 0; n < 10; n += 1) channel.heard(share, answer(null, 10_000), false)
  expect([...channel.inHand]).toEqual([0n, 1n])
  expect(channel.mayHaveMore).toBe(true)
})

test('with a new version of the endpoint what waits is let go, and its servers are new ones', () => {
  const channel = new Channel('one')
  channel.put(claimed(20), endpoint(1), now)
  const old = Array.from({ length: 16 }, () => channel.take())
  channel.outdate(1)
  expect([...channel.inHand]).toHaveLength(20)
  channel.outdate(2)
  expect([...channel.inHand]).toHaveLength(16)
  expect(channel.mayHaveMore).toBe(true)
  expect(channel.take()).toBeUndefined()
  channel.put(claimed(4, 'transfer.status', 16), endpoint(2), now)
  expect(channel.take()?.endpoint.version).toBe(2)
  old[0]?.share.ended()
  expect(channel.take()?.endpoint.version).toBe(2)
})

test('three failures in a row are news, and so is the first success after them', () => {
  const channel = new Channel('one')
  const share = new Share()
  const news = [500, 404, 200, 500, 500, null, 500, 200, 200].map(status => channel.heard(share, answer(status), false))
  expect(news).toEqual([
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

test('who has the queue anew tells of the first success again: others may have noted an outage', () => {
  const channel = new Channel('one')
  const share = new Share()
  const hear = () => channel.heard(share, answer(200), false)
  channel.hold(5_000, false)
  expect([hear(), hear()]).toEqual(['recovered', undefined])
  channel.hold(6_500, true)
  expect(hear()).toBeUndefined()
  channel.lose()
  channel.hold(20_000, false)
  expect([hear(), hear()]).toEqual(['recovered', undefined])
})
