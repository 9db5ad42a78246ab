import { expect, test } from 'vitest'
import { limitMax, Share, type Waiting } from './share.ts'

const answer = (status: number | null, latencyMs = 5) => ({
  status,
  latencyMs,
  answer: null,
  error: null,
  isTimeout: status === null,
})

function hear(share: Share, status: number | null, times: number, latencyMs?: number, isCrowd = false): void {
  for (let n = 0; n < times; n += 1) share.heard(answer(status, latencyMs), isCrowd)
}

function put(share: Share, count: number): void {
  for (let at = 0; at < count; at += 1) share.put({ claimed: { sequence: BigInt(at) }, share } as Waiting)
}

test('a server that answers may have more calls at once, up to a bound', () => {
  const share = new Share()
  hear(share, 200, 10)
  expect(share.limit).toBe(26)
  hear(share, 500, 1_000)
  expect(share.limit).toBe(limitMax)
})

test('one that hangs loses half with each time-out, down to one, and is then suspect', () => {
  const share = new Share()
  hear(share, null, 1)
  expect([share.limit, share.isSuspect]).toEqual([8, false])
  hear(share, null, 1)
  expect([share.limit, share.isSuspect]).toEqual([4, true])
  hear(share, null, 100)
  expect(share.limit).toBe(1)
  hear(share, 200, 20)
  expect(share.isSuspect).toBe(false)
})

test('no more is under way than the limit says, in the order in which it came', () => {
  const share = new Share()
  put(share, 1_000)
  const taken: Waiting[] = []
  for (let next = share.take(); next !== undefined; next = share.take()) taken.push(next)
  expect(taken).toHaveLength(16)
  expect(share.queued).toBe(984)
  share.ended()
  expect(share.take()).toBeDefined()
  expect(share.take()).toBeUndefined()
  for (let n = 17; n < 1_000; n += 1) {
    share.ended()
    taken.push(share.take() as Waiting)
    if (n === 600) put(share, 1)
  }
  expect(taken.slice(16).map(({ claimed }) => Number(claimed.sequence))).toEqual(
    Array.from({ length: 983 }, (_, at) => at + 17),
  )
  expect(share.queued).toBe(1)
})

test('in a crowd one that is quick gets by with few calls at once, one that is not keeps what it has', () => {
  const quick = new Share()
  hear(quick, 200, 100)
  expect(quick.limit).toBe(limitMax)
  hear(quick, 200, 100, 5, true)
  expect([quick.limit, quick.isSuspect]).toEqual([8, false])
  hear(quick, 200, 10)
  expect(quick.limit).toBe(18)
  const slow = new Share()
  hear(slow, 200, 100, 80, true)
  expect(slow.limit).toBe(limitMax)
})

test('for a slow server less is kept at hand, and beyond that a little', () => {
  const quick = new Share()
  expect(quick.target).toBe(512)
  const slow = new Share()
  hear(slow, 200, 48, 3_000)
  expect([slow.limit, slow.target]).toEqual([64, 64])
  put(slow, 319)
  expect([slow.atHand, slow.hasRoom]).toEqual([64, true])
  put(slow, 1)
  expect(slow.hasRoom).toBe(false)
})

test('what a server has no room for is put off to the turns that follow, by a minute at most', () => {
  const share = new Share()
  hear(share, 200, 48, 1_000)
  put(share, 256)
  // 64 calls at once of a second each (nearly, by now): of 256 half are sent in two seconds.
  const seconds = (count: number, nowMs: number) => Math.round(share.putOff(count, nowMs) / 1_000)
  expect(seconds(640, 0)).toBe(2)
  expect(seconds(640, 0)).toBe(12)
  expect(seconds(6_400, 0)).toBe(22)
  expect(seconds(1, 0)).toBe(60)
  expect(seconds(1, 100_000)).toBe(102)
  const hung = new Share()
  hear(hung, null, 40, 10_000)
  put(hung, 256)
  expect(hung.putOff(1, 0)).toBe(60_000)
})
